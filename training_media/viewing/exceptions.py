class SittingIsOver(Exception):
    """What a player reports comes too late to be credited; the message is for whoever watched."""


class TooMuchForADay(Exception):
    """By one card or account more is reported than anybody can watch in a day: it waits for the next."""


class CannotBeLeftOut(Exception):
    """Whether a sitting counts cannot be changed; the message is for staff."""
