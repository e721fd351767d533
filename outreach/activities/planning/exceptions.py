class PlanRefused(Exception):
    """What was asked cannot be done; the words say why."""
