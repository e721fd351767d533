class CompletionRefused(Exception):
    """Something about completing a course was refused; the message is for the reader."""
