"""Verbs of the paper room: taking in, settling, sending, forgetting."""
