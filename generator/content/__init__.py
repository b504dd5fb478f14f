"""Floor 1. Content: read strictly from YAML, checked against the records, and put together."""
