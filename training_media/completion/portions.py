"""Certificates of a course that leave in one go, never more of them than are drawn in a few seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from events.certificates.models import Certificate

# Each is a page that is laid out.
MOST = 50
EVERY_AGENCY, EVERYBODY, WITHOUT_AGENCY = "すべての事業所", "全員", "個人"


@dataclass(frozen=True)
class Portion:
    """Some certificates that are taken together; `key` says which ones in a form, and names nobody."""

    key: str
    words: str
    certificates: Sequence[Certificate]


def portions(certificates: Sequence[Certificate], *, by_agency: bool = True) -> list[Portion]:
    """Return in what portions certificates are taken: all of them first, then those of each agency.

    What is more than can be taken at once is cut, in the order in which they come.
    """
    found = list(_cut("all", EVERY_AGENCY if by_agency else EVERYBODY, certificates))
    if by_agency:
        ordered = sorted(certificates, key=_agency)
        for (name, pk), members in groupby(ordered, key=_agency):
            found += _cut(f"agency-{pk}", name or WITHOUT_AGENCY, list(members))
    return found


def _agency(certificate: Certificate) -> tuple[str, int]:
    return certificate.agency_name, certificate.agency_id or 0


def _cut(key: str, name: str, certificates: Sequence[Certificate]) -> Iterator[Portion]:
    whole = len(certificates)
    if whole <= MOST:
        if whole:
            yield Portion(key, f"{name}　{whole}人分", certificates)
        return
    for start in range(0, whole, MOST):
        some = certificates[start : start + MOST]
        words = f"{name}　{whole}人のうち {start + 1}〜{start + len(some)}人目"
        yield Portion(f"{key}-{start}", words, some)
