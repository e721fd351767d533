"""The screens of entries."""
