class RegisterRefused(Exception):
    """What was written cannot be kept; the words say what to write instead."""


class NotInTheRegister(Exception):
    """What was to be changed is not there, or not any more."""
