"""Floor 1. The folder templates/: read within limits, and looked through before anything is drawn with it."""
