"""Import from the modules."""
