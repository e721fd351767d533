"""The words of a mail that are said on paper: of every letter that there is."""

import pkgutil
from importlib import import_module
from inspect import signature
from types import FunctionType

import pytest

import events
from events import change_letters, letters
from events.enums import ChangeKind, ReplyWay, Way
from events.lectures import letters as lecture_letters
from events.letters import Letter
from events.models import DateChange
from events.notices import letters as notice_letters
from events.notices.models import Notice
from events.paper import wording
from events.questions.queries import answered_by
from events.questions.services.reminding import asking_again
from foundation.centre.queries import current_centre
from tests.events.questions.asked import ask as ask_question
from tests.factories.events import NOW, apply, make_session
from tests.factories.lectures import ask, make_theme

pytestmark = pytest.mark.django_db
LINK = "https://tsunagu.example.jp/applications/abc/"
# These go by mail alone: to a manager, a lecturer, or with each participant's own address.
MAIL_ALONE = {
    "events.letters.manager_asked",
    "events.lectures.letters.to_lecturer",
    "events.questionnaires.letters.asking",
}


def about(build):
    at = {"now": NOW} if "now" in signature(build).parameters else {}
    return {"link": LINK, "centre": current_centre(), **at}


def application_letters(application):
    for state, seated in (("confirmed", 2), ("partly", 1), ("waiting", 0), ("held", 0), ("pending", 0)):
        application.state = state
        counts = {"people": 2, "seated": seated, "unnamed": 1, "position": 2}
        yield letters.application_received, (application,), counts
    for until in (NOW, None):
        yield letters.seat_offered, (application,), {"people": 2, "expires_at": until}
    yield letters.offer_accepted, (application,), {"people": 2}
    yield letters.offer_lapsed, (application,), {}
    for seated in (2, 0):
        yield letters.decided, (application,), {"seated": seated, "waiting": 1}
    application.state = "declined"
    yield letters.decided, (application,), {"seated": 0, "waiting": 0}
    application.state = "confirmed"
    yield letters.seat_given, (application,), {"people": 2}
    yield letters.application_cancelled, (application,), {}
    yield letters.people_cancelled, (application,), {"people": 1}


def event_letters(application):
    session = application.session
    application.participants.filter(position=2).update(way=Way.ONLINE)
    session.online_url = "https://meeting.example.jp/room-2"
    session.event.cancel_reason = "講師の都合"
    yield letters.event_changed, (application,), {"changes": ["場所が変わりました"]}
    yield letters.event_cancelled, (application,), {}
    yield letters.event_reinstated, (application,), {}
    yield letters.reminder, (application,), {"people": 2, "days": 1}
    yield letters.part_changed, (application,), {"subject": "【中止】第2回", "first": "中止になりました。"}
    yield letters.notice, (application,), {"subject": "持ち物", "text": "筆記用具"}
    for kind in ChangeKind:
        change = DateChange(session=session, kind=kind, reason="大雪のため", decided_on=NOW.date())
        yield change_letters.date_changed, (application, change), {"was_when": "12月11日（金）"}


def question_letters(application, staff):
    for wording_of_it in ("食べられないもの", "聞きたいこと"):
        ask_question(application.session.event, staff, wording_of_it)
    yield letters.seat_given, (application,), {"people": 2}
    yield asking_again, (answered_by(application),), {}


def lecture_requests_letters(request):
    dates = {"dates": "12月1日"}
    yield lecture_letters.received, (request,), {"days": 5}
    yield lecture_letters.proposed, (request,), dates | {"words": ""}
    for build in (lecture_letters.agreed, lecture_letters.moved, lecture_letters.reinstated):
        yield build, (request,), dates
    yield lecture_letters.declined, (request,), {}
    yield lecture_letters.cancelled, (request,), {}


def letters_without_an_own_page(application):
    application.reply_way = ReplyWay.FAX
    people, centre = list(application.participants.all()), {"centre": current_centre()}
    for offers in ([], ["アンケート", "修了証"]):
        for number in (1, 2):
            given = (application, people[:number], offers)
            yield notice_letters.thanks, given, centre
    notice = Notice(event=application.session.event, subject="ご案内", text="お越しください。")
    words = {"to": "みなも作業所　ご担当者様", "why": "名簿の方に、お送りしています。", "stop": LINK}
    yield notice_letters.notice, (notice, notice_letters.facts_of(notice)), words | centre


@pytest.fixture
def written(staff):
    """Every letter with the name of its builder."""
    application = apply(make_session(online=5), 2)
    framed = [
        *application_letters(application),
        *event_letters(application),
        *question_letters(application, staff),
        *lecture_requests_letters(ask(theme=make_theme())),
    ]
    built = [(build, build(*given, **words, **about(build))) for build, given, words in framed]
    built += [
        (build, build(*given, **words)) for build, given, words in letters_without_an_own_page(application)
    ]
    return [(f"{build.__module__}.{build.__qualname__}", letter) for build, letter in built]


def builders():
    """Return the name of every public function of the app that returns a letter."""
    found = set()
    for module in pkgutil.walk_packages(events.__path__, "events."):
        if ".migrations" in module.name:
            continue
        for name, each in vars(import_module(module.name)).items():
            is_own = isinstance(each, FunctionType) and each.__module__ == module.name
            if is_own and each.__annotations__.get("return") is Letter and not name.startswith("_"):
                found.add(f"{module.name}.{name}")
    return found


def test_every_letter_is_looked_at(written):
    assert {name for name, _ in written} == builders() - MAIL_ALONE


def test_no_letter_on_paper_speaks_of_mail_of_pages_or_of_its_reader_s_own_address(written):
    never = ("メール", "下のページ", "のページに", LINK, "/participants/", "ご担当者様", "受付番号　", "FAX ")
    for name, letter in written:
        words = wording.on_paper(letter.text)
        assert words
        assert (name, [word for word in never if word in words], words) == (name, [], words)


def test_each_sentence_that_is_said_otherwise_on_paper_stands_in_a_letter(written):
    texts = [letter.text for _, letter in written]
    unsaid = [said for said, _ in wording.SAID_ON_PAPER if not any(said in text for text in texts)]
    assert unsaid == []


def test_an_address_that_staff_wrote_stays():
    text = "地図\n\nくわしく\nhttps://map.example.jp/\n\n以上"
    notice = letters.notice(apply(make_session(), 1), subject="持ち物", text=text, **about(letters.notice))
    words, _, why = wording.on_paper(notice.text).rpartition("\n\n")
    assert words == text
    assert why.startswith("このお知らせは、")
