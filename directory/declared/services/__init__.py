"""The verbs of entries."""
