class ImportRefused(Exception):
    """An import cannot be applied or taken back now; the message says why and what to do."""
