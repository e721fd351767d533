"""Questions of an event as the desk makes them, and answers as forms send them."""

from events.questions.enums import AskKind, AskMoment
from events.questions.services.asking import make_question
from tests.factories.events import NOW

LUNCH, ORDERS, NOT = "お弁当を注文しますか。", "注文する", "注文しない"


def ask(event, staff, wording=LUNCH, *, kind=AskKind.ONE, now=NOW, **words):
    """Let an event ask something more; a choice is the order of lunch unless others are given."""
    usual = {"choices": [ORDERS, NOT]} if kind in (AskKind.ONE, AskKind.SEVERAL) else {}
    words = {"wording": wording, "kind": kind, "moment": AskMoment.APPLYING, **usual, **words}
    return make_question(event=event, words=words, actor=staff, now=now)


def ask_about_food(event, staff):
    """Ask who orders lunch, and those alone what they do not eat."""
    lunch = ask(event, staff, is_required=True)
    food = {"kind": AskKind.LINE, "only_if": lunch, "only_choice": ORDERS, "is_required": True}
    return lunch, ask(event, staff, "食べられないもの", **food)


def key(question):
    return question.pk, question.version


def box(question):
    return f"q{question.pk}v{question.version}"
