class DeskIsClosed(Exception):
    """Without a key nothing is taken: it would have to lie in the clear."""
