"""Verbs of the import: read (dry run) → apply → undo, and what a person decides about doubtful records."""
