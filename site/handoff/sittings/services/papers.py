"""Reading and printing the numbered papers: each sight of one is a row of its log, or it is not shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from accounts.models import Person
from foundation.japanese.dates import clock_time, wareki
from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.exceptions import Refused
from handoff.sittings.access import items_for, keeps_item, kept_items, kept_sitting, papers_for, sitting_for
from handoff.sittings.enums import ItemState, ReadingWay, SittingState
from handoff.sittings.models import CaseItem, Material, NumberedCopy, PaperReading, Sitting
from handoff.sittings.queries import readers_of, recused_from
from handoff.sittings.rules import known_as, may_approve_paper


@dataclass(frozen=True, kw_only=True)
class PaperRead:
    """A paper as it is shown: two texts, and the line that says who saw it, when, under which number."""

    item: CaseItem
    outline: str
    question: str
    watermark: str
    may_approve: bool = False

    @property
    def seen(self) -> str:
        """Return by what these words are known when whoever read them approves them."""
        return known_as((self.outline, self.question))


def watermark_of(person: Person, *, number: int | None, now: datetime) -> str:
    """Return the line that stands on each paper that somebody sees."""
    moment = timezone.localtime(now)
    numbered = f"　第{number}号" if number else "　センター控え"
    return f"{person.name} さん{numbered}　{wareki(moment.date())} {clock_time(moment.time())}"


def read_paper(*, item_id: UUID, actor: Actor, now: datetime) -> PaperRead:
    """Return the paper on a case, if it is open to this actor now; the reading is logged. Raises Http404."""
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        paper = papers_for(actor, today=today).filter(item=item_id).first()
        if paper is None:
            raise Http404
        number, keeps = None, keeps_item(actor, paper.item, today=today)
        if not keeps:
            number = number_in_transaction(paper.item.sitting, actor.user.person)
        _log_in_transaction(
            [paper], person=actor.user.person, number=number, way=ReadingWay.SCREEN, opening=opening
        )
        may = may_approve_paper(
            leads=keeps and actor.keeps(None),
            actor_id=actor.user.pk,
            author_id=paper.written_by_id,
            state=SittingState(paper.item.sitting.state),
        )
        mark = watermark_of(actor.user.person, number=number, now=now)
        return _read(paper, mark, may_approve=may.allowed and paper.approved_at is None)


def _read(paper: Material, watermark: str, *, may_approve: bool = False) -> PaperRead:
    texts = {name: paper.unseal(name) for name in ("outline", "question")}
    return PaperRead(item=paper.item, watermark=watermark, may_approve=may_approve, **texts)


def number_in_transaction(sitting: Sitting, person: Person) -> int:
    """Return the number of a reader at a sitting; whoever came to it later gets the next."""
    assert_in_transaction("sittings.number")
    lock_name_in_transaction(f"sittings.numbers:{sitting.pk}")
    copies = NumberedCopy.objects.filter(sitting=sitting)
    found = copies.filter(person=person).first()
    if found is None:
        last = copies.aggregate(last=Max("number"))["last"] or 0
        found = NumberedCopy(sitting=sitting, person=person, number=last + 1)
        found.save(force_insert=True)
    return found.number


def _log_in_transaction(
    papers: Iterable[Material],
    *,
    person: Person,
    number: int | None,
    way: ReadingWay,
    opening: Opening,
) -> None:
    assert_in_transaction("sittings.log")
    for paper in papers:
        PaperReading.objects.bulk_create(
            [PaperReading(item=paper.item, person=person, number=number, way=way, at=opening.now)]
        )
        opening.note(f"sittings.paper_{way}", paper.item, ["outline", "question"])


def paper_to_rewrite(*, item_id: UUID, actor: Actor, now: datetime) -> dict[str, str]:
    """Return the texts of a paper for whoever writes it anew, nothing before it is written; it is logged.

    Raises Http404.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        item = kept_items(actor, today=timezone.localdate(now)).filter(pk=item_id).first()
        if item is None:
            raise Http404
        paper: Material | None = getattr(item, "material", None)
        if paper is None:
            return {}
        paper.item = item
        _log_in_transaction(
            [paper], person=actor.user.person, number=None, way=ReadingWay.SCREEN, opening=opening
        )
        return {name: paper.unseal(name) for name in ("outline", "question")}


@dataclass(frozen=True, kw_only=True)
class CopyPrinted:
    """One numbered copy: the papers of a sitting that its reader may have."""

    sitting: Sitting
    copy: NumberedCopy
    papers: list[PaperRead]


def print_copy(*, copy_id: UUID, actor: Actor, now: datetime) -> CopyPrinted:
    """Return what goes on paper for one reader, without the cases from which they are recused.

    Only between sending and meeting; printed anew only while it was not handed out. Raises Http404, Refused.
    """
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        copy = _kept_copy(actor, copy_id)
        if copy.sitting.state != SittingState.SENT:
            raise Refused("資料は、配布してから会の日までの間だけ、印刷できます。")
        if copy.handed_at is not None:
            raise Refused("この番号の資料は、もう配りました。")
        papers = papers_of_reader(copy, today=today)
        _log_in_transaction(
            papers, person=actor.user.person, number=copy.number, way=ReadingWay.PRINTED, opening=opening
        )
        mark = watermark_of(copy.person, number=copy.number, now=now)
        return CopyPrinted(sitting=copy.sitting, copy=copy, papers=[_read(paper, mark) for paper in papers])


def papers_of_reader(copy: NumberedCopy, *, today: date) -> list[Material]:
    """Return the papers that a reader may have: none unless their seat gives them, none without footing."""
    if copy.person_id not in {seat.person_id for seat in readers_of(copy.sitting)}:
        return []
    items = CaseItem.objects.filter(sitting=copy.sitting).exclude(state=ItemState.TAKEN_OFF)
    found = list(items.select_related("basis", "material", "sitting").order_by("line__position"))
    recused = recused_from(item.case_id for item in found)
    return [
        item.material
        for item in found
        if copy.person_id not in {each.person_id for each in recused.get(item.case_id, [])}
        and item.footing.stands(today=today)
        and hasattr(item, "material")
    ]


def hand_copy(*, copy_id: UUID, is_back: bool, actor: Actor, now: datetime) -> None:
    """Write down that a numbered copy was handed out, or came back. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        copy = _kept_copy(actor, copy_id)
        if is_back:
            if copy.handed_at is None or copy.returned_at is not None:
                raise Refused("配ってあり、まだ返っていない資料だけです。")
            copy.returned_at = now
        else:
            if copy.handed_at is not None:
                raise Refused("この番号の資料は、もう配りました。")
            copy.handed_at = now
        copy.save(update_fields=["handed_at", "returned_at"])
        opening.note("sittings.copy_returned" if is_back else "sittings.copy_handed", copy)


def _kept_copy(actor: Actor, copy_id: UUID) -> NumberedCopy:
    rows = NumberedCopy.objects.select_for_update(of=("self",)).select_related("sitting", "person")
    found = rows.filter(pk=copy_id).first() if actor.keeps(None) else None
    if found is None:
        raise Http404
    return found


def copies_of(*, sitting_id: UUID, actor: Actor, now: datetime) -> tuple[Sitting, list[NumberedCopy]]:
    """Return the list of numbered copies, to hand out and to collect. Raises Http404."""
    with opened(actor, now=now) as opening:
        sitting = kept_sitting(actor, sitting_id)
        opening.note("sittings.copies_read", sitting)
        return sitting, list(sitting.copies.select_related("person"))


def read_log(*, item_id: UUID, actor: Actor, now: datetime) -> tuple[CaseItem, list[PaperReading]]:
    """Return who saw the paper on a case, for those who work on it; the newest first. Raises Http404."""
    with opened(actor, now=now) as opening:
        item = kept_items(actor, today=timezone.localdate(now)).filter(pk=item_id).first()
        if item is None:
            raise Http404
        opening.note("sittings.log_read", item)
        return item, list(item.readings.select_related("person").order_by("-at"))


def shown_in(sitting_id: UUID, actor: Actor, *, today: date) -> tuple[Sitting, list[CaseItem]]:
    """Return a sitting and the cases in it that this actor finds, in their order. Raises Http404."""
    sitting = sitting_for(actor, sitting_id, today=today)
    items = items_for(actor, today=today).filter(sitting=sitting).exclude(state=ItemState.TAKEN_OFF)
    return sitting, list(items.order_by("line__position", "pk"))
