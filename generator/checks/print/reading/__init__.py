"""Floor 7. Reading what a file for a press paints: which inks, how thick, where. No rule stands here."""
