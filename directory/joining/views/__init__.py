"""The screens of joining."""
