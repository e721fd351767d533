"""Verbs of own lists: take one in, say what its columns are, check, decide, apply, take back."""
