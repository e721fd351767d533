"""What the desk offers of a lecture: on its event, on a closed day, and where its host is looked up."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.lectures.models import LectureRequest
from tests.events.filled import Form
from tests.events.lectures.test_desk import PRESS, at, fill, text
from tests.factories.directory import make_agency
from tests.factories.events import make_event
from tests.factories.lectures import WISH, agree, ask, make_lecturer, make_theme

pytestmark = pytest.mark.django_db


def test_the_event_of_a_lecture_offers_nothing_that_its_listeners_cannot_do(desk, staff):
    lecture = agree(ask(), make_lecturer(), actor=staff).event
    open_event = make_event()
    told = ("招かれた方だけ", "ウェブとFAXの申し込みは、ありません")
    offered = ("FAX用申込書", "関係機関に案内を送る", "申込受付中", "先着順")
    pages = [text(desk.get(reverse("event_desk:event", args=[each.pk]))) for each in (lecture, open_event)]
    assert [[word in page for word in told] for page in pages] == [[True, True], [False, False]]
    assert [[word in page for word in offered] for page in pages] == [[False] * 4, [True] * 4]
    listed = desk.get(reverse("event_desk:entry_start")).context["events"]
    assert [event.pk for event, _ in listed] == [open_event.pk]


def test_a_wish_on_a_closed_day_is_neither_offered_first_nor_called_a_day_for_everybody(desk):
    make_lecturer()
    holiday = WISH - timedelta(days=3)
    answer = desk.get(at("propose", ask(wishes=(holiday, WISH)).pk))
    assert answer.context["form"].initial["day"] == WISH.date()
    assert ("ふだんは出ない日" in text(answer), "ほかにはいません" in text(answer)) == (True, False)


def test_the_host_of_a_paper_is_found_in_the_directory(desk):
    theme = make_theme()
    agency = make_agency(name="グループホームみなも", phone="099-000-1111")
    found = fill(desk, at("entry"), press=("search", "1"), q="みなも", audience="世話人")
    assert [each.name for each in found.context["found"]] == ["グループホームみなも"]
    picked = desk.post(at("entry"), Form(found).sent(press=("pick", agency.public_id)))
    assert picked.context["sheet"].who["phone"].value() == "099-000-1111"
    words = {"people": "20", "wish1_day": "2027/1/14", "wish1_time": "13:30", "place": "みなも"}
    words |= {"contact_name": "佐久間 礼子", "reply_way": "phone", "theme": str(theme.pk)}
    desk.post(at("entry"), Form(picked).sent(press=PRESS, **words))
    assert LectureRequest.objects.get().agency == agency
