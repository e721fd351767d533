"""Verbs of watching: come in, watch, say that one has watched."""
