class CampaignRefused(Exception):
    """Something of a campaign cannot be done; the message is for staff or the agency."""
