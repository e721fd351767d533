"""Screens of the directory. Import from the module."""
