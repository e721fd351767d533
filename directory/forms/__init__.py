"""What people write about agencies and the people in them. Import from the module."""
