"""From plain content and translations to the things handed to a person in danger."""

__version__ = "0.1.0"
