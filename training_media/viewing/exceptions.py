class SittingIsOver(Exception):
    """What a player reports comes too late to be credited; the message is for whoever watched."""
