"""Floor 10. Look at what an edit does, a second after saving it: a server for this computer alone."""
