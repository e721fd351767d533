class WatchingRefused(Exception):
    """Somebody cannot watch, or not so; the message is for them."""
