class LeadRefused(Exception):
    """Something of a lead cannot be done; the message is for staff or the facility.

    `field` names what is in the way, empty where it is nothing that was written.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field
