"""The letters as they are read on paper, the lists of people, money and opinions."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from foundation.centre.models import CentreProfile
from foundation.exports.spreadsheet import write_xlsx
from outreach.study_groups.committees import papers, tables
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.committees.models import Honorarium, Opinion, Recommendation
from outreach.study_groups.enums import CommunityKind
from tests.factories.accounts import make_person
from tests.factories.committees import make_committee, make_seat, make_term
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
FIRST, LAST = date(2026, 4, 1), date(2028, 3, 31)


@pytest.fixture(autouse=True)
def centre():
    return CentreProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "青波県地域生活定着支援センター",
            "operator": "社会福祉法人見本会",
            "director": "馬場 文子",
            "phone": "099-000-1234",
            "closed_weekdays": [5, 6],
        },
    )[0]


@pytest.fixture
def committee():
    return make_committee(kind=CommunityKind.STEERING_COMMITTEE, name="運営推進委員会")


def read(pdf):
    paper = Printed(pdf)
    assert paper.structure.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert set(paper.sizes) == {(210, 297)}
    return paper


def test_the_request_is_an_official_letter(committee):
    asked = Recommendation.objects.create(
        seat=make_seat(committee),
        body="青波県医師会",
        number="R8-委0003",
        asked_on=date(2026, 11, 24),
        reply_by=date(2026, 12, 15),
        term_since=date(2027, 4, 1),
        term_until=date(2029, 3, 31),
    )
    paper = read(papers.recommendation_pdf(asked))
    assert len(paper.texts) == 1
    for words in (
        "R8-委0003",
        "令和8年11月24日",
        "青波県医師会御中",
        "社会福祉法人見本会",
        "センター長馬場文子",
        "（公印省略）",
        "運営推進委員会の委員の推薦について（依頼）",
        "記",
        "令和9年4月1日から令和11年3月31日まで",
        "令和8年12月15日（火）",
        "以上",
    ):
        assert words in paper.text, words


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.CHAIR, "運営推進委員会の委員（委員長）を委嘱します。"),
        (Role.MEMBER, "運営推進委員会の委員を委嘱します。"),
        (Role.OBSERVER, "運営推進委員会のオブザーバーを委嘱します。"),
    ],
)
def test_the_letter_of_appointment_says_who_what_and_until_when(committee, role, words):
    person = make_person(name="石黒 樹")
    term = make_term(make_seat(committee, role=role), person, since=FIRST, until=LAST, number="R8-委0001")
    paper = read(papers.appointment_pdf(term))
    assert len(paper.texts) == 1
    told = ("R8-委0001", "委嘱状", "石黒樹様", words, "令和8年4月1日から令和10年3月31日まで", "（公印省略）")
    assert [each for each in told if each not in paper.text] == []
    assert "引き続き" not in paper.text


def test_the_letter_of_a_renewed_term_says_so(committee):
    seat, person = make_seat(committee), make_person()
    make_term(seat, person, since=date(2024, 4, 1), until=date(2026, 3, 31))
    term = make_term(seat, person, since=FIRST, until=LAST)
    assert "引き続き、運営推進委員会の委員を委嘱します。" in read(papers.appointment_pdf(term)).text


def test_the_list_of_members_names_who_is_in_office_and_what_is_empty(committee):
    make_term(make_seat(committee), make_person(name="石黒 樹"), since=FIRST, until=LAST)
    make_term(
        make_seat(committee, name="司法"),
        make_person(name="前の人"),
        since=date(2022, 4, 1),
        until=date(2024, 3, 31),
    )
    text = read(papers.members_pdf(committee, now=NOW)).text
    assert ["石黒樹" in text, "前の人" in text, "（空席）" in text, "1期目" in text] == [
        True,
        False,
        True,
        True,
    ]
    sheet = openpyxl.load_workbook(
        BytesIO(write_xlsx(tables.members_table(committee, today=NOW.date()), printed_on=NOW.date()))
    ).active
    rows = list(sheet.values)
    assert [row[3] for row in rows] == ["氏名", "石黒 樹"]


def test_money_on_paper_and_in_the_table_is_what_was_written(committee):
    term = make_term(make_seat(committee), make_person(name="石黒 樹"), since=FIRST, until=LAST)
    for day, fee in ((5, 8_000), (12, 9_500)):
        Honorarium.objects.create(appointment=term, on=date(2026, 6, day), fee=fee, travel=760)
    # Of the next year: not in this list.
    Honorarium.objects.create(appointment=term, on=date(2027, 4, 1), fee=99_999, travel=0)
    raw = sum(each.fee + each.travel for each in Honorarium.objects.filter(on__lt=date(2027, 4, 1)))
    text = read(papers.money_pdf(committee, 2026, now=NOW)).text
    assert (raw, "計19,020円（謝金17,500円、旅費1,520円）" in text, "99,999" in text) == (19_020, True, False)
    assert "取扱注意" in text
    assert tables.money_table(committee, 2026).rows[-1][4:7] == (17_500, 1_520, raw)


def test_opinions_stand_beside_their_replies(committee):
    term = make_term(make_seat(committee), make_person(name="石黒 樹"), since=FIRST, until=LAST)
    said = {"community": committee, "appointment": term, "written_at": NOW}
    Opinion.objects.create(
        **said, fiscal_year=2025, text="数字で見たい。", reply="のせます。", replied_on=NOW.date()
    )
    Opinion.objects.create(**said, fiscal_year=2024, text="前の年の意見")
    text = read(papers.opinions_pdf(committee, 2025, now=NOW)).text
    assert ["数字で見たい。" in text, "のせます。" in text, "前の年" in text] == [True, True, False]
