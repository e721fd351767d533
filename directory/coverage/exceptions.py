class RegisterRefused(Exception):
    """What was written cannot be kept; the words say what to write instead."""
