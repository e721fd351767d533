"""Screens and files of the directory."""
