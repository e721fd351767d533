"""Members read a sheet on its days, on the screen alone; the centre writes, checks and counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.audit.models import Entry
from outreach.study_groups.case_sheets.enums import Check
from outreach.study_groups.case_sheets.models import CaseSheet, PaperCopy, SheetView
from outreach.study_groups.case_sheets.services.writing import change_sheet, check_sheet
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Guest, PlanRow
from tests.factories.accounts import make_user, sign_in
from tests.factories.case_sheets import WORDS, make_sheet, written
from tests.factories.directory import join, make_agency, make_partner

pytestmark = pytest.mark.django_db(transaction=True)

CASES = "/groups/tobu/cases/"
DAY = timedelta(days=1)
TYPED = WORDS | {"shown_from": "", "shown_until": ""}


def shown(days, now):
    """Let the sheet be readable from so many days on, for one day."""
    day = timezone.localdate(now) + days * DAY
    return {"shown_from": day, "shown_until": day}


def at(sheet):
    return f"{CASES}{sheet.pk}/"


def test_a_sheet_is_written_checked_by_somebody_else_and_read_by_members(
    community, staff, second, member, now
):
    writing, checking, reading = (sign_in(Client(), each) for each in (staff, second, member))
    row = PlanRow.objects.get()
    assert writing.post(f"{CASES}new/", TYPED | {"session": row.pk}).status_code == 303
    sheet = CaseSheet.objects.get()
    day = timezone.localdate(now) + 2 * DAY
    assert (sheet.shown_from, sheet.shown_until) == (day, day)
    assert [reading.get(address).status_code for address in (CASES, at(sheet))] == [200, 404]
    assert WORDS["title"] not in reading.get(CASES).text
    seen = {"seen": sheet.seen}
    some = checking.post(f"{at(sheet)}check/", seen | {"checks": Check.values[1:]})
    assert (some.status_code, "しるしのない項目が1つ" in some.text) == (422, True)
    own = writing.post(f"{at(sheet)}check/", seen | {"checks": Check.values})
    assert (own.status_code, CaseSheet.objects.get().checked_by) == (422, None)
    assert checking.post(f"{at(sheet)}check/", seen | {"checks": Check.values}).status_code == 303
    assert reading.get(at(sheet)).status_code == 404
    CaseSheet.objects.update(first_day=-2, last_day=-2)
    page = reading.get(at(sheet))
    assert all(words in page.text for words in WORDS.values())
    assert "読む 人子さんが、" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "download" not in page.text
    assert 'type="file"' not in writing.get(f"{CASES}new/").text


def test_who_looks_at_names_is_asked_once_and_nothing_typed_is_lost(community, staff):
    client, row = sign_in(Client(), staff), PlanRow.objects.get()
    typed = TYPED | {"session": row.pk, "happened": "花子さんが、昭和30年1月2日に来ました。"}
    page = client.post(f"{CASES}new/", typed)
    told = ["花子さん" in page.text, "昭和30年1月2日" in page.text, WORDS["background"] in page.text]
    assert (page.status_code, told, CaseSheet.objects.count()) == (422, [True] * 3, 0)
    assert client.post(f"{CASES}new/", typed | {"is_sure": "on"}).status_code == 303


def test_other_words_take_the_check_away_and_other_days_do_not(community, staff, second, manager, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    days = written(community, now=now, **shown(1, now))
    same = change_sheet(sheet=sheet, written=days, seen="", actor=staff, now=now + DAY / 99)
    assert same.checked_by == second
    other = written(community, now=now, question="別の問い")
    changed = change_sheet(sheet=sheet, written=other, seen=sheet.seen, actor=manager, now=now + DAY / 99)
    assert (changed.checked_by, changed.checked_digest, changed.writers) == (None, "", [staff.pk, manager.pk])
    for writer in (staff, manager):
        with pytest.raises(GroupRefused, match="書いた人は"):
            check_sheet(sheet=sheet, checks=Check.values, seen=changed.seen, actor=writer, now=now)
    with pytest.raises(GroupRefused, match="書き直されました"):
        check_sheet(sheet=sheet, checks=Check.values, seen=sheet.seen, actor=second, now=now)
    check_sheet(sheet=sheet, checks=Check.values, seen=changed.seen, actor=second, now=now)


@pytest.mark.parametrize(("days", "status"), [(-1, 404), (0, 200), (1, 404)])
def test_members_read_on_its_days_and_neither_before_nor_after(
    community, staff, second, member, now, days, status
):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    CaseSheet.objects.update(first_day=days - 2, last_day=days - 2)
    client = sign_in(Client(), member)
    assert client.get(at(sheet)).status_code == status
    texts = [client.get(address).text for address in (CASES, "/groups/tobu/")]
    assert [WORDS["title"] in text for text in texts] == [status == 200] * 2
    assert sign_in(Client(), second).get(at(sheet)).status_code == 200


def test_agency_admins_guests_colleagues_and_strangers_read_nothing(community, staff, second, member, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    home = member.person.memberships.get().agency
    admin = make_partner(agency=home, name="管理 太郎", role=MembershipRole.PARTNER_ADMIN)
    colleague = make_partner(agency=home, name="同僚 次郎")
    invited = make_agency(name="招かれた家")
    event = PlanRow.objects.get().event
    Guest.objects.create(community=community, agency=invited, event=event, invited_at=now)
    guest, other = make_partner(agency=invited), make_user(roles=[PublicRole.PARTNER])
    join(other.person, make_agency(name="ほかの家"))
    for user in (admin, colleague, guest, other):
        client = sign_in(Client(), user)
        found = [client.get(f"{CASES}{end}").status_code for end in ("", f"{sheet.pk}/")]
        assert found == [404, 404]
        assert WORDS["title"] not in client.get("/groups/tobu/").text
    assert Client().get(at(sheet)).status_code == 302
    assert SheetView.objects.count() == 0
    reading = sign_in(Client(), member)
    ends = ("edit/", "check/", "remove/", "views/", "copies/", "copies/back/")
    assert {reading.get(f"{at(sheet)}{end}").status_code for end in ends} == {404}
    assert reading.get(f"{CASES}new/").status_code == 404


def test_nothing_of_a_sheet_leaves_by_search_feed_or_mail(community, staff, second, member, now):
    from foundation.mail.models import OutgoingMail

    make_sheet(community, by=staff, checked_by=second, now=now)
    client = sign_in(Client(), member)
    for address in (
        "/search/?q=ねこやなぎ",
        "/events/calendar.ics",
        "/sitemap.xml",
        "/groups/tobu/plan/2026/",
    ):
        assert WORDS["title"] not in client.get(address).text
    assert not [each for each in OutgoingMail.objects.all() if "ねこやなぎ" in each.subject + each.text]


def test_each_look_is_written_down_and_the_centre_sees_it(community, staff, second, member, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    reading = sign_in(Client(), member)
    for _ in range(2):
        reading.get(at(sheet))
    sign_in(Client(), second).get(at(sheet))
    found = list(SheetView.objects.order_by("pk").values_list("person", flat=True))
    assert found == [member.person_id, member.person_id, second.person_id]
    assert sign_in(Client(), staff).get(f"{at(sheet)}views/").text.count("読む 人子さん") == 2


def test_whoever_checks_or_mends_is_written_down_as_well_and_stands_across(community, staff, second, now):
    sheet = make_sheet(community, by=staff, now=now)
    client = sign_in(Client(), second)
    for number, end in enumerate(("check/", "edit/"), start=1):
        page = client.get(f"{at(sheet)}{end}").text
        assert (f"{second.person.name}さんが、" in page, SheetView.objects.count()) == (True, number)


def test_no_way_of_asking_shows_a_sheet_without_writing_down_who_looked(
    community, staff, second, member, now
):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    page = sign_in(Client(), member).post(at(sheet))
    assert (WORDS["background"] in page.text, SheetView.objects.count()) == (True, 1)
    assert sign_in(Client(), second).post(f"{at(sheet)}check/", {"seen": "x"}).status_code == 422
    assert SheetView.objects.filter(person=second.person).count() == 1


def test_whoever_is_overtaken_is_told_and_loses_nothing(community, staff, manager, now):
    sheet = make_sheet(community, by=staff, now=now)
    client = sign_in(Client(), staff)
    typed = client.get(f"{at(sheet)}edit/").context["form"].initial | {"question": "わたしの問い"}
    typed = {name: value for name, value in typed.items() if not name.startswith("shown_")}
    other = written(community, now=now, question="先に書いた問い")
    change_sheet(sheet=sheet, written=other, seen=sheet.seen, actor=manager, now=now + DAY / 99)
    page = client.post(f"{at(sheet)}edit/", typed)
    assert (page.status_code, "先に文を直しました" in page.text) == (422, True)
    assert CaseSheet.objects.get(pk=sheet.pk).question == "先に書いた問い"
    again = client.post(f"{at(sheet)}edit/", typed | {"seen": page.context["form"]["seen"].value()})
    assert (again.status_code, CaseSheet.objects.get(pk=sheet.pk).question) == (303, "わたしの問い")


def test_words_that_were_written_anew_are_not_printed(community, staff, second, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    client = sign_in(Client(), staff)
    client.post(f"{at(sheet)}copies/", {"count": "1", "seen": "0"})
    other = written(community, now=now, question="別の問い")
    change_sheet(sheet=sheet, written=other, seen=sheet.seen, actor=staff, now=now + DAY / 99)
    assert client.get(f"{at(sheet)}copies/1.pdf").status_code == 404


def test_copies_have_numbers_and_are_counted_out_and_back(community, staff, second, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    client = sign_in(Client(), staff)
    statuses = [client.post(f"{at(sheet)}copies/", {"count": "3", "seen": "0"}).status_code for _ in range(2)]
    assert (statuses, PaperCopy.objects.count()) == ([303, 422], 3)
    paper = client.get(f"{at(sheet)}copies/1.pdf")
    assert (paper["Content-Type"], "no-store" in paper["Cache-Control"]) == ("application/pdf", True)
    assert SheetView.objects.filter(person=staff.person).count() == 1
    assert client.post(f"{at(sheet)}copies/", {"count": "38", "seen": "3"}).status_code == 422
    client.post(f"{at(sheet)}copies/", {"count": "1", "seen": "3"})
    assert list(PaperCopy.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert client.post(f"{at(sheet)}copies/back/", {"numbers": ["1", "9"]}).status_code == 422
    client.post(f"{at(sheet)}copies/back/", {"numbers": ["1", "3"]})
    page = client.get(f"{at(sheet)}copies/").text
    assert "まだ返ってきていない紙：2番、4番" in page
    assert sorted(Entry.objects.filter(verb__contains="counted").values_list("fields", flat=True)) == [
        ["copies:1"],
        ["copies:2"],
        ["copies:3"],
    ]


def test_pages_ask_as_often_for_three_sheets_as_for_one(community, staff, second, member, now):
    counts = []
    for _ in range(3):
        sheet = make_sheet(community, by=staff, checked_by=second, now=now)
        for user, address in (
            (member, CASES),
            (staff, CASES),
            (member, "/groups/tobu/"),
            (member, at(sheet)),
        ):
            client = sign_in(Client(), user)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:4] == counts[4:8] == counts[8:]
    assert counts[:4] == [10, 10, 14, 15]
