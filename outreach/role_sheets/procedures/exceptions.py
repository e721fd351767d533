class ProceduresRefused(Exception):
    """What was asked cannot be done; the message says why, in the words of the screen."""
