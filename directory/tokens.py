"""Keys in addresses that open one page to whoever holds the mail or the paper; only their hash is kept."""

import hashlib
import secrets

TOKEN_BYTES = 24


def new_token() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """Return what is kept of a key; it is random enough not to be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()
