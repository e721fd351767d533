class RecordRefused(Exception):
    """What was written down cannot be kept; the words say what to write instead."""


class NoSuchRecord(Exception):
    """The record that was to be changed is not there."""
