"""Verbs of leads: to ask, to go on, to say why not, to forget."""
