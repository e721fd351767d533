class JoiningRefused(Exception):
    """An application cannot be decided in this way; the message says why, in the words of the screen."""
