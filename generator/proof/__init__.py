"""Floor 10. The proof: each printed page beside its texts in English and in translation, for a reviewer."""
