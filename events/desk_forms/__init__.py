"""What staff write at the event desk. Import from the module."""
