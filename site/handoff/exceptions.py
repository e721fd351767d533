class Refused(Exception):
    """A rule forbids it; the message is the sentence that the user reads."""


class ChangedMeanwhile(Refused):
    """Somebody else was faster: the page that was answered is no longer how it stands."""
