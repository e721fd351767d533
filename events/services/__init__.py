"""Verbs of the events app, one module per noun. Import from the module."""
