"""Short names of sheets in addresses, and of rows and columns in their content."""

import secrets


def new_slug() -> str:
    """Return an address that nobody has: what a sheet is about may change, its address may not."""
    return f"sheet-{secrets.token_hex(5)}"


def new_id() -> str:
    """Return an id for a new row, column or line; two people's new rows never bear the same."""
    return secrets.token_hex(4)
