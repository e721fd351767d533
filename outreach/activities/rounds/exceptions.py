class RoundRefused(Exception):
    """What was asked cannot be done; the words say why."""
