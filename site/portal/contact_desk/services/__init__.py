"""The verbs of the contact desk."""
