class ImportRefused(Exception):
    """An import cannot be applied or taken back now; the message says why and what to do."""


class RecordRefused(Exception):
    """A record cannot belong to this agency; the message says why."""
