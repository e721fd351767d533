"""A package: the site that its tests share is put away when the last of them has run."""
