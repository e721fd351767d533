"""Where staff keep agencies and people, inside the admin. Import from the module."""
