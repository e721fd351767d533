"""Incidents as tests need them, made by the services themselves."""

from handoff.incidents.enums import Criterion, Exemption, Item, Kind
from handoff.incidents.services.handling import (
    ItemWords,
    Judgement,
    assess,
    write_report_items,
)
from handoff.incidents.services.reporting import Word, report_incident
from tests.factories.cases import NOW, TODAY, acting

WHAT = "まちがえて送りましたかなりあ"


def report(user, *, kind=Kind.WRONG_RECIPIENT, found_on=TODAY, about="", now=NOW):
    word = Word(kind=kind, what=WHAT, found_on=found_on, about=about)
    return report_incident(word=word, actor=acting(user, now=now), now=now)


def judge(incident, user, *, criteria=(Criterion.SENSITIVE,), exemption=Exemption.NONE, kind=None, now=NOW):
    judgement = Judgement(
        kind=Kind(kind or incident.kind),
        criteria=frozenset(criteria),
        exemption=exemption,
        reason="障害のことがあるかなりあ",
    )
    return assess(incident_id=incident.pk, judgement=judgement, actor=acting(user, now=now), now=now)


def write_items(incident, user, items=tuple(Item), *, now=NOW):
    words = {item: ItemWords(text=f"{item.label}かなりあ", is_known=True) for item in items}
    write_report_items(incident_id=incident.pk, items=words, actor=acting(user, now=now), now=now)
