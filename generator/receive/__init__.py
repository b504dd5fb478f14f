"""Floor 10. A translation comes back from outside: string by string through all checks into our own catalog."""
