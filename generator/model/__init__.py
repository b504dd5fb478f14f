"""Floor 0. The records that everything above speaks of: content as written, editions as resolved."""
