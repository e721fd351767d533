"""Verbs of the intake."""
