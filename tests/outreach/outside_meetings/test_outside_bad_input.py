"""What cannot be is said in a sentence on the form, and what was typed stays there, on every form."""

import pytest
from django.test import Client

from outreach.outside_meetings import models
from outreach.outside_meetings.enums import Theme
from outreach.outside_meetings.services.hosts import ask
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.outside import give, go_to, make_host_kit, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

DESK, HOSTS = "/cms/outside-meetings/", "/hosts/first/"
FAR, YEARS = "2099/1/1", "1900年から"
UNKNOWN, NO_AGENCY = "どこにもない家", "この名前の機関はありません"
CHOOSE, REQUIRED = "選んでください", "書いてください"


@pytest.fixture
def world(staff, now):
    """A meeting with a visit, and a kit that was given and asked about, each with its pages."""
    place_first_site()
    meeting = make_meeting(by=staff, now=now)
    visit = go_to(meeting, by=staff, now=now, theme=Theme.WORK, follow_up="送る", follow_up_by=now.date())
    kit = make_host_kit(by=staff, now=now)
    office = make_agency(name="はじめての家")
    sending = give(kit, office, by=staff, now=now)
    reader = make_partner(agency=office)
    question = ask(sending=sending, text="夜は？", actor=reader, now=now)
    return {
        "meeting": f"{DESK}{meeting.pk}/",
        "visit": f"{DESK}visits/{visit.pk}/",
        "kit": f"{DESK}kits/{kit.pk}/",
        "host": f"{DESK}hosts/{sending.pk}/",
        "question": f"{DESK}hosts/questions/{question.pk}/",
        "office": f"{HOSTS}{sending.pk}/",
        "reader": reader,
        "kit_pk": kit.pk,
        "person": staff.person_id,
    }


MEETING = {"name": "町の会議", "kind": "support_council", "host_words": "事務局"}
KIT = {"title": "はじめに", "greeting": "ようこそ"}
ITEM = {"kind": "material", "title": "しおり"}
STORY = {"title": "題", "office": "町のホーム", "text": "ある方が来ました。"}
SENT = {"agency": "はじめての家", "sent_on": "2026/4/1"}
SAID = {"people": "person", "theme": "work"}
LONG = "あ" * 1_001


@pytest.mark.parametrize(
    ("page", "typed", "told"),
    [
        ("{desk}new/", MEETING | {"name": ""}, REQUIRED),
        ("{desk}new/", MEETING | {"name": LONG}, "字までで"),
        ("{desk}new/", MEETING | {"kind": "x"}, CHOOSE),
        ("{desk}new/", MEETING | {"host": UNKNOWN, "host_words": ""}, NO_AGENCY),
        ("{desk}new/", MEETING | {"area": "99999"}, CHOOSE),
        ("{desk}new/", MEETING | {"municipality": "x"}, CHOOSE),
        ("{desk}new/", MEETING | {"ended_on": FAR}, YEARS),
        ("{meeting}edit/", MEETING | {"host_words": LONG}, "字までで"),
        ("{meeting}plan/", {"day": "", "place": "会館"}, REQUIRED),
        ("{meeting}plan/", {"day": FAR, "place": "会館"}, YEARS),
        ("{meeting}plan/", {"day": "いつか", "place": "会館"}, "日付"),
        ("{meeting}plan/", {"day": "2026/4/1", "place": LONG}, "字までで"),
        ("{meeting}plan/", {"day": "2026/4/1", "place": "会館", "people": "99999"}, CHOOSE),
        ("{visit}edit/", {"day": "2026/2/30", "place": "会館"}, "日付"),
        ("{visit}attended/", SAID | {"people": "", "words": "話"}, "行った職員を選んでください"),
        ("{visit}attended/", SAID | {"theme": "", "words": "話"}, CHOOSE),
        ("{visit}attended/", SAID | {"words": LONG}, "字までで"),
        ("{visit}attended/", SAID | {"present": "99999"}, "5000までに"),
        ("{visit}attended/", SAID | {"present": "たくさん"}, "数字で"),
        ("{visit}attended/", SAID | {"present": "0"}, "1以上に"),
        ("{visit}attended/", SAID | {"follow_up": "送る", "follow_up_by": FAR}, YEARS),
        ("{visit}off/", {"because": ""}, REQUIRED),
        ("{visit}off/", {"because": LONG}, "字までで"),
        ("{visit}followed-up/", {"on": FAR}, YEARS),
        ("{visit}followed-up/", {"on": "1999/1/1"}, "会議の日から"),
        ("{visit}contacts/", {"agency": UNKNOWN, "words": ""}, NO_AGENCY),
        ("{visit}contacts/", {"agency": "", "words": LONG}, "字までで"),
        ("{visit}contacts/", {"agency": "はじめての家", "words": "民生委員"}, "どちらか1つ"),
        ("{desk}kits/new/", KIT | {"title": ""}, REQUIRED),
        ("{desk}kits/new/", KIT | {"greeting": LONG}, "字までで"),
        ("{kit}edit/", KIT | {"greeting": ""}, REQUIRED),
        ("{kit}items/", ITEM | {"title": ""}, REQUIRED),
        ("{kit}items/", ITEM | {"title": LONG}, "字までで"),
        ("{kit}items/", ITEM | {"kind": ""}, CHOOSE),
        ("{kit}items/", ITEM | {"kind": "course", "course": "99999"}, CHOOSE),
        ("{kit}items/", ITEM | {"address": "//example.jp/"}, "「/」から"),
        ("{kit}items/", ITEM | {"kind": "call", "phone": "でんわ"}, "電話番号"),
        ("{kit}stories/", STORY | {"office": ""}, REQUIRED),
        ("{kit}stories/", STORY | {"text": LONG}, "字までで"),
        ("{desk}hosts/send/", SENT | {"kit": "99999"}, CHOOSE),
        ("{desk}hosts/send/", SENT | {"agency": UNKNOWN}, NO_AGENCY),
        ("{desk}hosts/send/", SENT | {"agency": ""}, REQUIRED),
        ("{desk}hosts/send/", SENT | {"sent_on": FAR}, YEARS),
        ("{desk}hosts/send/", SENT | {"sent_on": "2040/4/1"}, "きょうか、前の日"),
        ("{desk}hosts/send/", SENT | {"buddy": UNKNOWN}, NO_AGENCY),
        ("{host}buddy/", {"buddy": UNKNOWN, "buddy_agreed_on": "2026/4/1"}, NO_AGENCY),
        ("{host}buddy/", {"buddy": "はじめての家", "buddy_agreed_on": FAR}, YEARS),
        ("{host}read/on/", {"on": ""}, REQUIRED),
        ("{host}talked/on/", {"on": FAR}, YEARS),
        ("{host}read/on/", {"on": "1999/1/1"}, "渡した日から"),
        ("{question}", {"text": ""}, REQUIRED),
        ("{question}", {"text": LONG}, "字までで"),
    ],
)
def test_the_desk_is_told_what_to_mend_and_loses_nothing(page, typed, told, world, staff):
    desk = sign_in(Client(), staff)
    typed = {name: world[value] if value == "person" else value for name, value in typed.items()}
    if page.endswith("send/") and "kit" not in typed:
        typed["kit"] = str(world["kit_pk"])
    # A browser sends its token with an empty form as well.
    answer = desk.post(page.format(desk=DESK, **world), typed | {"csrfmiddlewaretoken": "x"})
    assert answer.status_code == 422
    said = [word for words in answer.context["form"].errors.values() for word in words]
    assert any(told in word for word in said), said
    for word in said:
        assert word in answer.text or word.replace("'", "&#x27;") in answer.text
    form = answer.context["form"]
    texts = {name: value for name, value in typed.items() if name != "people"}
    assert {name: form[name].value() for name in texts} == texts


@pytest.mark.parametrize(("text", "told"), [("", REQUIRED), ("　 ", REQUIRED), ("あ" * 601, "字までで")])
def test_an_office_is_told_what_to_mend_and_loses_nothing(text, told, world):
    answer = sign_in(Client(), world["reader"]).post(
        world["office"], {"text": text, "csrfmiddlewaretoken": "x"}
    )
    assert (answer.status_code, models.HostQuestion.objects.count()) == (422, 1)
    assert told in "".join(answer.context["form"].errors["text"])
    assert text in answer.text
