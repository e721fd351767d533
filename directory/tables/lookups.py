"""What cells of a table name: kinds, places, corporations and bodies above, asked for all lines at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from directory.models import Agency, AgencyKind, Corporation, Municipality
from foundation.japanese.text import fold

from .enums import Content
from .matching import Agencies, Known
from .reading import Said, place_in
from .words import number_in


class NotFound(Exception):
    """Nothing, or more than one thing, bears this name; the message says what to write."""


@dataclass
class Lookups:
    """Everything that the lines of one table name."""

    kinds: dict[str, str]
    sectors: dict[str, str]
    places: dict[str, list[int]]
    prefixes: dict[str, int]
    corporations: dict[str, int]
    named_corporations: dict[str, int]
    bodies: dict[str, list[int]]
    # Names of the corporations that the agencies have now.
    bodies_of_law: dict[int, str]
    agencies: Agencies
    rows: dict[int, Agency]

    def kind(self, text: str) -> str:
        """Return the code of a kind by its name or code. Raises NotFound."""
        found = self.kinds.get(fold(text))
        if found is None:
            raise NotFound("この種類はありません。「関係機関」の画面にある種類の名前で書いてください。")
        return found

    def place(self, text: str) -> int:
        """Return a municipality by its name, with or without its prefecture, or its code. Raises NotFound."""
        found = self.places.get(fold(text), [])
        if len(found) != 1:
            told = "いくつかあります。都道府県の名前も" if found else "見つかりません。市町村の名前を"
            raise NotFound(f"この市町村は、{told}書いてください。例：石川県金沢市")
        return found[0]

    def body(self, text: str) -> int:
        """Return the agency above by its number or name. Raises NotFound."""
        found = self.bodies.get(number_in(text), []) or self.bodies.get(fold(text), [])
        if len(found) != 1:
            told = "いくつかあります。番号で書いてください。" if found else "ありません。先に加えてください。"
            raise NotFound(f"この名前の組織は、{told}")
        return found[0]

    def is_corporation(self, key: int | None, number: str, name: str) -> bool:
        """Return whether a cell's corporation, known by its name alone, is this one of an agency."""
        said = self.bodies_of_law.get(key) if key else None
        return said is not None and not number and said == fold(name)

    def place_of(self, address: str) -> int | None:
        """Return the municipality in which an address lies, if it says so."""
        return place_in(fold(address), self.prefixes)


def look_up(lines: Collection[Said], *, more: Collection[int], today: date) -> Lookups:
    """Return what these lines name, and the agencies that they may mean; `more` are agencies of decisions."""
    # What is used no more still stands in older lists; what is used now comes first.
    kinds = sorted(AgencyKind.objects.all(), key=lambda each: each.retired_on is None)
    places, prefixes = _places(today)
    bodies = _bodies({said.get(Content.PARENT) for said in lines} - {""}, today)
    numbers = {said.get(Content.CORPORATE_NUMBER) for said in lines} - {""}
    named = any(said.get(Content.CORPORATION) for said in lines)
    rows, agencies = _agencies(lines, more, today)
    return Lookups(
        kinds={fold(word): each.code for each in kinds for word in (each.name, each.code)},
        sectors={each.code: each.sector for each in kinds},
        places=places,
        prefixes=prefixes,
        corporations=dict(
            Corporation.objects.filter(corporate_number__in=numbers).values_list("corporate_number", "pk")
        ),
        named_corporations=_named_corporations() if named else {},
        bodies=bodies,
        bodies_of_law={
            each.corporation.pk: fold(each.corporation.name) for each in rows.values() if each.corporation
        },
        agencies=agencies,
        rows=rows,
    )


def _places(today: date) -> tuple[dict[str, list[int]], dict[str, int]]:
    found: dict[str, list[int]] = defaultdict(list)
    prefixes: dict[str, int] = {}
    valid = set(Municipality.objects.valid(today=today).values_list("pk", flat=True))
    for each in sorted(Municipality.objects.all(), key=lambda each: each.pk not in valid):
        for word in (each.name, each.prefecture + each.name, each.code):
            if each.pk in valid or not found[fold(word)]:
                found[fold(word)].append(each.pk)
        prefixes.setdefault(fold(each.prefecture + each.name), each.pk)
    # Without its prefecture, only what no other place is called.
    prefixes |= {word: keys[0] for word, keys in found.items() if len(keys) == 1 and not word.isdecimal()}
    return found, prefixes


def _named_corporations() -> dict[str, int]:
    rows = Corporation.objects.order_by("-pk").values_list("name", "pk")
    return {fold(name): key for name, key in rows.iterator(chunk_size=2000)}


def _bodies(texts: Collection[str], today: date) -> dict[str, list[int]]:
    numbers, names = set(map(number_in, texts)) - {""}, set(map(fold, texts))
    wanted = Agency.objects.filter(Q(public_id__in=numbers) | Q(folded_name__in=names), merged_into=None)
    current: dict[str, list[int]] = defaultdict(list)
    closed: dict[str, list[int]] = defaultdict(list)
    for each in wanted:
        found = current if each.is_current(today=today) else closed
        found[each.public_id].append(each.pk)
        found[each.folded_name].append(each.pk)
    return closed | current


def _agencies(
    lines: Collection[Said], more: Collection[int], today: date
) -> tuple[dict[int, Agency], Agencies]:
    numbers = {said.get(Content.PUBLIC_ID) for said in lines} - {""}
    names = {fold(said.get(Content.NAME)) for said in lines} - {""}
    addresses = {fold(said.get(Content.ADDRESS)) for said in lines} - {""}
    named = Agency.objects.select_related("corporation").filter(
        Q(public_id__in=numbers) | Q(folded_name__in=names) | Q(folded_address__in=addresses) | Q(pk__in=more)
    )
    found = list(named)
    rows = {each.pk: each for each in found}
    followed = {each.merged_into_id for each in found if each.merged_into_id} - rows.keys()
    rows |= Agency.objects.select_related("corporation").in_bulk(followed)
    return rows, Agencies(_known(each, rows[each.merged_into_id or each.pk], today) for each in found)


def _known(each: Agency, leads_to: Agency, today: date) -> Known:
    return Known(
        key=leads_to.pk,
        public_id=each.public_id,
        name=each.folded_name,
        address=each.folded_address,
        corporate_number=(each.corporation and each.corporation.corporate_number) or "",
        municipality=each.municipality_id,
        is_closed=not leads_to.is_current(today=today),
    )
