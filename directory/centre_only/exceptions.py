class RecordRefused(Exception):
    """What was written down cannot be kept; the words say what to write instead."""
