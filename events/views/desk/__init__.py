"""The staff's event desk inside the admin: form, one service, redirect. Import from the module."""
