"""Floor 9. The plan, what is stale, the workers, and the only writes under build/."""
