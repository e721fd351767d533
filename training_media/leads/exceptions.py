class LeadRefused(Exception):
    """Something of a lead cannot be done; the message is for staff or the facility."""
