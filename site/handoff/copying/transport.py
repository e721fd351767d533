"""Fetching what the public door hands out; it sends nothing but the key that both hold."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from foundation.door_feed import LONGEST_BYTES, FeedRefused

SECONDS = 20
# However slowly the other door answers: the worker has more to do than to listen to it.
LONGEST_SECONDS = 60
KINDS = {"http": HTTPConnection, "https": HTTPSConnection}
OK = 200


class NotReached(Exception):
    """The other door does not answer; next time perhaps."""


def fetch(address: str, *, key: str) -> bytes:
    """Return what stands at the feed's address; the key goes there and nowhere else.

    Raises NotReached, also when it leads on or takes too long, and FeedRefused when it is too long.
    """
    parts = urlsplit(address)
    if parts.scheme not in KINDS or not parts.hostname:
        raise NotReached("no address of the web")
    try:
        with _connected(KINDS[parts.scheme](parts.hostname, parts.port)) as connection:
            connection.request("GET", parts.path, headers={"Authorization": f"Bearer {key}"})
            answer = connection.getresponse()
            if answer.status != OK:
                raise NotReached(f"it says {answer.status}")
            content = answer.read(LONGEST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise NotReached(type(error).__name__) from None
    if len(content) > LONGEST_BYTES:
        raise FeedRefused("too long")
    return content


@contextmanager
def _connected(connection: HTTPConnection) -> Iterator[HTTPConnection]:
    """Connect for `LONGEST_SECONDS` at most.

    A timeout of the socket alone begins anew with each byte: one every few seconds would hold a worker for
    good.
    """
    host = connection.host
    plain = socket.create_connection((host, connection.port), timeout=SECONDS)
    with closing(plain), closing(plain.dup()) as same:
        is_over = threading.Event()
        end = threading.Timer(LONGEST_SECONDS, _shut, [same, is_over])
        end.start()
        try:
            is_secured = isinstance(connection, HTTPSConnection)
            connection.sock = _secured(plain, host) if is_secured else plain
            with closing(connection):
                yield connection
            # What was cut off may look whole.
            if is_over.is_set():
                raise TimeoutError
        finally:
            end.cancel()


def _shut(connection: socket.socket, is_over: threading.Event) -> None:
    is_over.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
