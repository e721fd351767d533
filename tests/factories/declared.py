from directory.declared.enums import DraftWay
from directory.declared.queries import editing
from directory.declared.rules import EntryText, OfferText
from directory.declared.services.approving import approve_draft, seen
from directory.declared.services.drafts import save_draft
from tests.factories.directory import NOW

HOME = OfferText("group_home", 6, {"intellectual": "yes", "same_day": "ask"}, ("172014",), "にぎやかです")
TEXT = EntryText(summary="静かな家です。", contact_point="受け入れ係", offers=(HOME,))


def write(agency, *, actor, text=TEXT, said_by="佐久間", way=DraftWay.PORTAL, now=NOW):
    """Write an entry as whoever has just opened the form."""
    base = editing(agency).base
    return save_draft(agency=agency, text=text, base=base, said_by=said_by, way=way, actor=actor, now=now)


def publish(agency, *, writer, staff, text=TEXT, now=NOW):
    """Write an entry and let staff publish it."""
    draft = write(agency, actor=writer, text=text, now=now)
    approve_draft(draft=draft, as_seen=seen(draft), actor=staff, now=now)
    draft.refresh_from_db()
    return draft


def typed(base=0, *offers, **fields):
    """Return what a browser sends of the form; each offer is a dict of its fields."""
    data = {
        "base": str(base),
        "send": "1",
        "offers-TOTAL_FORMS": str(len(offers)),
        "offers-INITIAL_FORMS": "0",
    }
    for number, offer in enumerate(offers):
        data |= {f"offers-{number}-{name}": value for name, value in offer.items()}
    return data | fields
