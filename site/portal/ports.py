"""The ports of a start: held before anything else, so that nobody waits for one that must fail."""

import contextlib
import errno
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.processes import Start


class Trouble(Exception):
    """The portal cannot start or go on; the words are for the person at the terminal."""


@contextlib.contextmanager
def taken_ports(start: "Start") -> Iterator[None]:
    """Hold both ports while the doors are made ready, so that nobody waits for a start that must fail."""
    with contextlib.ExitStack() as held:
        for door in start.doors:
            try:
                held.enter_context(socket.create_server((start.bind_host, door.port)))
            except (OSError, OverflowError) as error:
                raise Trouble(_words_for(error, start.host, door.port)) from error
        yield


def _words_for(error: Exception, host: str, port: int) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return (
                f"ポート {port} は、ほかのプログラムが使っています。それを止めるか、"
                f"PORT={port + 100} のように別の番号を付けてください（その次の番号も使います）。"
            )
        case errno.EACCES:
            return f"ポート {port} を使う権限がありません。PORT には 1024 より大きい番号を付けてください。"
        case _:
            return f"{host} のポート {port} を使えません（{error}）。HOST と PORT を見なおしてください。"
