"""Verbs of paths: making them, walking them, assigning them, forgetting who left."""
