"""Verbs of completing a course."""
