"""Each file is shown to ClamAV's daemon where one is named; one that does not answer lets nothing through."""

from io import BytesIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from handoff.exceptions import Refused

TIMEOUT_SECONDS = 30
CLEAN = "OK"
INFECTED = "ウイルスが見つかったので、置きませんでした。開かずに、送ってきた相手に電話で確かめてください。"
NO_ANSWER = (
    "いま、ウイルスを調べられないので、置けません。10分ほどしてから、もう一度置いてください。"
    "つづくときは、システムの管理者に知らせてください。"
)


class Infected(Refused):
    """The scanner knows this file as harmful."""


def refuse_infected(content: bytes) -> None:
    """Ask the scanner about a file, if one is named. Raises Infected, and Refused when it gives no answer."""
    if not settings.VIRUS_SCANNER:
        return
    try:
        (found,) = scanner(settings.VIRUS_SCANNER).instream(BytesIO(content)).values()
    except (ClamdError, OSError, ValueError) as error:
        raise Refused(NO_ANSWER) from error
    if found[0] != CLEAN:
        raise Infected(INFECTED)


def answers(named: str) -> bool:
    """Return whether the scanner of this name is there. Raises ImproperlyConfigured for no name."""
    asked = scanner(named)
    try:
        asked.ping()
    except (ClamdError, OSError):
        return False
    finally:
        # The library leaves it open where nobody answers.
        asked.clamd_socket.close()
    return True


def scanner(named: str) -> ClamdNetworkSocket:
    """Return the daemon of this name. Raises ImproperlyConfigured for a name that is none."""
    kind, _, place = named.partition(":")
    if kind == "unix" and place:
        return ClamdUnixSocket(place, timeout=TIMEOUT_SECONDS)
    host, _, port = place.rpartition(":")
    if kind == "tcp" and host and port.isdecimal():
        return ClamdNetworkSocket(host, int(port), timeout=TIMEOUT_SECONDS)
    raise ImproperlyConfigured(f"PRIVATE_VIRUS_SCANNER: {named!r} is neither unix:PATH nor tcp:HOST:PORT")
