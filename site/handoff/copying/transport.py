"""Fetching what the public door hands out; it sends nothing but the key that both hold."""

from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from foundation.door_feed import LONGEST_BYTES, FeedRefused

SECONDS = 20


class NotReached(Exception):
    """The other door does not answer; next time perhaps."""


class _NoRedirects(HTTPRedirectHandler):
    """The key goes to the address that was set, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


def fetch(address: str, *, key: str) -> bytes:
    """Return what stands at the feed's address. Raises NotReached, FeedRefused when it is too long."""
    if not address.startswith(("http://", "https://")):
        raise NotReached("no address of the web")
    request = Request(address, headers={"Authorization": f"Bearer {key}"})  # noqa: S310 -- asked above
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(LONGEST_BYTES + 1)
    except (URLError, OSError, ValueError) as error:
        raise NotReached(type(error).__name__) from None
    if len(content) > LONGEST_BYTES:
        raise FeedRefused("too long")
    return content
