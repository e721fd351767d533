"""Several letters to one addressee: each by its own name, the person who is known, ticks that stay."""

import pytest
from django.urls import reverse

from events.notices.models import Notice
from events.notices.services.listing import Wish, save_list
from events.notices.services.sending import NoticeDraft, send_notice, tell_everybody, write_notice
from events.paper import queries
from events.paper.models import OwedLetter
from events.paper.papers import fax_pdf
from tests.events.filled import Form
from tests.events.paper.test_owed import BY_FAX
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_session
from tests.factories.lectures import ask
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
NUMBER = "000-000-4568"


@pytest.fixture
def agency():
    return make_agency(name="グループホームみなも", fax=NUMBER)


@pytest.fixture
def invited(staff, agency):
    """Tell the agency of something to come, by FAX."""
    wish = Wish("障害福祉", sectors=["disability"])
    draft = NoticeDraft(save_list(rule=None, wish=wish, actor=staff, now=NOW), "ご案内", "お待ちしています。")
    notice = write_notice(event=None, draft=draft, actor=staff, now=NOW)
    send_notice(notice=notice, actor=staff, now=NOW)
    tell_everybody(notice_id=notice.pk, now=NOW)
    return Notice.objects.get()


@pytest.fixture
def applied(invited, agency):
    """Let it apply after the invitation, so that the letter without a person is the older one."""
    return apply(make_session(), 1, **BY_FAX | {"agency": agency, "agency_name": ""})


def address():
    return reverse("paper_desk:bundle", args=[OwedLetter.objects.order_by("pk")[0].pk])


def ticked(page):
    return Form(page).fields.get("letters", [])


def test_each_letter_leads_to_what_it_is_about_and_says_what_its_number_is(desk, invited, applied):
    ask(host="グループホームみなも", reply_way="fax", fax=NUMBER)
    page = desk.get(address()).content.decode()
    (bundle,) = queries.bundles()
    assert len(bundle.letters) == 3
    for letter, to in bundle.pieces:
        assert (
            f'<a href="{to.address}">{to.matter}を見る<span class="vh">：{letter.number}</span></a>' in page
        )
        assert f'{to.number_name} <span class="num">{letter.number}</span>' in page
    found = [(to.matter, to.number_name, to.address) for _, to in bundle.pieces]
    assert found[:2] == [
        ("案内", "案内番号", reverse("notices_desk:notice", args=[invited.pk])),
        ("申し込み", "受付番号", reverse("event_desk:application", args=[applied.pk])),
    ]
    assert found[2][:2] == ("依頼", "受付番号")
    assert f"案内番号 {invited.number}" in desk.get(reverse("paper_desk:outbox")).content.decode()


def test_the_cover_names_the_person_who_is_known_though_an_older_letter_knows_none(invited, applied):
    (bundle,) = queries.bundles()
    assert bundle.contacts == ("佐久間 礼子",)
    for part in (bundle, bundle.only({bundle.letters[1].pk})):
        cover = Printed(fax_pdf(part, now=NOW)).texts[0]
        assert ("佐久間礼子様" in cover, "ご担当者" in cover, "御中" in cover) == (True, False, False)


def test_a_cover_without_a_person_is_for_the_agency(invited):
    (bundle,) = queries.bundles()
    cover, letter = Printed(fax_pdf(bundle, now=NOW)).texts
    assert ("グループホームみなも御中" in cover, "様" in cover) == (True, False)
    assert f"案内番号{invited.number}" in cover
    assert ("案内番号" in letter, "受付番号" in letter) == (True, False)


def test_everybody_of_one_agency_who_gets_something_stands_on_the_cover(applied, agency):
    again = BY_FAX | {"agency": agency, "agency_name": "", "contact_name": "汐見 一郎"}
    apply(make_session(), 1, **again)
    (bundle,) = queries.bundles()
    cover = Printed(fax_pdf(bundle, now=NOW)).texts[0]
    assert ("佐久間礼子様" in cover, "汐見一郎様" in cover) == (True, True)
    alone = bundle.only({bundle.letters[-1].pk})
    assert "佐久間" not in Printed(fax_pdf(alone, now=NOW)).texts[0]


def test_wrong_digits_leave_the_ticks_as_they_were_and_right_ones_send_these_alone(desk, applied):
    first, second = OwedLetter.objects.order_by("pk")
    assert ticked(desk.get(address())) == [str(first.pk), str(second.pk)]
    sent = {"sent": "fax", "letters": [second.pk]}
    refused = desk.post(address(), sent | {"digits": "1111"})
    assert (refused.status_code, ticked(refused)) == (422, [str(second.pk)])
    desk.post(address(), {"sent": "fax", "digits": "4568", "letters": ticked(refused)})
    assert [*OwedLetter.objects.order_by("pk").values_list("outcome", flat=True)] == ["", "sent"]


def test_a_page_on_which_nothing_was_ticked_comes_back_without_ticks(desk, applied):
    refused = desk.post(address(), {"sent": "phone"})
    assert (refused.status_code, ticked(refused)) == (422, [])
    assert "どれを送るか、送ったかを、選んでください" in refused.content.decode()
