"""Sheets are written by several, sent, agreed to, published and followed; nothing is lost on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from outreach.role_sheets.content import whole
from outreach.role_sheets.differences import MINE
from outreach.role_sheets.enums import VersionState
from outreach.role_sheets.exceptions import SheetRefused, SomebodyElseWrote
from outreach.role_sheets.models import RoleSheet, SheetVersion
from outreach.role_sheets.papers import fits
from outreach.role_sheets.queries import answered, waiting_too_long
from outreach.role_sheets.services.making import begin_version, change_about, copy_to_own, give_up_sheet
from outreach.role_sheets.services.stepping import (
    Agreement,
    agree_to_version,
    answer_version,
    forget_names,
    publish_version,
    send_version,
    take_back_version,
)
from outreach.role_sheets.services.writing import save_content
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.role_sheets import make_role_sheet, publish, small_content, version_of

from .generated import content_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
A_TEXT, ANOTHER = "cell.b1.s1.text", "cell.b2.s1.text"


@pytest.fixture
def sheet(transactional_db, manager):
    place_first_site()
    office = make_agency(name="金沢市 福祉課", email="fukushi@city.example.jp")
    return make_role_sheet(by=manager, now=NOW, office=office)


def save(version, content, *, by, seen, chosen=None, against=None, is_desk=True):
    return save_content(
        version=version,
        seen=seen,
        content=content,
        chosen=chosen or {},
        against=against,
        is_desk=is_desk,
        actor=by,
        now=NOW,
    )


def test_two_people_who_wrote_in_different_places_lose_nothing(sheet, manager, staff):
    version = version_of(sheet)
    save(version, small_content() | {A_TEXT: "一人目"}, by=manager, seen=0)
    saved = save(version, small_content() | {ANOTHER: "二人目"}, by=staff, seen=0)
    held = version_of(sheet)
    assert (held.content[A_TEXT], held.content[ANOTHER], held.edition) == ("一人目", "二人目", 2)
    assert (saved.changed, saved.taken_over) == (1, 1)


def test_two_people_who_wrote_in_one_place_are_asked_and_nothing_is_saved_before(sheet, manager, staff):
    version = version_of(sheet)
    save(version, small_content() | {A_TEXT: "一人目"}, by=manager, seen=0)
    mine = small_content() | {A_TEXT: "二人目"}
    with pytest.raises(SomebodyElseWrote) as asked:
        save(version, mine, by=staff, seen=0)
    assert [each.key for each in asked.value.merged.conflicts] == [A_TEXT]
    assert version_of(sheet).content[A_TEXT] == "一人目"
    save(version, mine, by=staff, seen=0, chosen={A_TEXT: MINE}, against=asked.value.edition)
    assert version_of(sheet).content[A_TEXT] == "二人目"
    assert [each.content[A_TEXT] for each in version.edits.order_by("edition")] == [
        small_content()[A_TEXT],
        "一人目",
        "二人目",
    ]


def test_a_form_of_an_edition_that_never_was_is_refused(sheet, staff):
    with pytest.raises(SheetRefused, match="古くなって"):
        save(version_of(sheet), small_content(), by=staff, seen=7)


def test_a_saving_without_a_change_leaves_no_edition(sheet, staff):
    assert save(version_of(sheet), small_content(), by=staff, seen=0).changed == 0
    assert version_of(sheet).edition == 0


def test_the_municipality_writes_only_while_it_has_the_sheet(sheet, manager, partner):
    version = version_of(sheet)
    with pytest.raises(SheetRefused, match="いまはセンターが書いています"):
        save(version, small_content() | {A_TEXT: "市"}, by=partner, seen=0, is_desk=False)
    send_version(version=version, seen=0, actor=manager, now=NOW)
    save(version, small_content() | {A_TEXT: "市"}, by=partner, seen=0, is_desk=False)
    assert version_of(sheet).content[A_TEXT] == "市"


def test_sending_tells_the_shared_address_without_a_word_of_the_sheet(sheet, manager):
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    (mail,) = OutgoingMail.objects.filter(to="fukushi@city.example.jp")
    assert f"/my/role-sheets/{sheet.pk}/" in mail.text
    assert version_of(sheet).sent_on == TODAY


def test_the_municipality_tells_once_it_has_written_and_the_next_step_forgets_it(sheet, manager, partner):
    version = version_of(sheet)
    send_version(version=version, seen=0, actor=manager, now=NOW - 20 * DAY)
    with pytest.raises(SheetRefused, match="まだ、何も直していません"):
        answer_version(version=version, actor=partner, now=NOW)
    assert waiting_too_long(TODAY, days=14) == 1
    save(version, small_content() | {A_TEXT: "市"}, by=partner, seen=0, is_desk=False)
    answer_version(version=version, actor=partner, now=NOW)
    assert (version_of(sheet).answered_on, waiting_too_long(TODAY, days=14), answered()) == (TODAY, 0, 1)
    take_back_version(version=version_of(sheet), actor=manager, now=NOW)
    assert (version_of(sheet).answered_on, answered()) == (None, 0)


def test_an_agreement_is_to_the_words_that_were_looked_at(sheet, manager, staff):
    version = version_of(sheet)
    save(version, small_content() | {A_TEXT: "あとから"}, by=staff, seen=0)
    with pytest.raises(SheetRefused, match="見ている間に"):
        agree_to_version(
            version=version, seen=0, agreement=Agreement(TODAY, "市", ""), actor=manager, now=NOW
        )
    assert version_of(sheet).state == VersionState.DRAFT


def test_nobody_agrees_tomorrow(sheet, manager):
    with pytest.raises(SheetRefused, match="きょうまで"):
        agree_to_version(
            version=version_of(sheet),
            seen=0,
            agreement=Agreement(TODAY + DAY, "市", ""),
            actor=manager,
            now=NOW,
        )


def test_words_do_not_change_once_they_are_agreed_and_a_draft_again_is_agreed_no_more(sheet, manager):
    version = version_of(sheet)
    agree_to_version(
        version=version, seen=0, agreement=Agreement(TODAY, "市", "山田"), actor=manager, now=NOW
    )
    with pytest.raises(SheetRefused, match="直せません"):
        save(version, small_content() | {A_TEXT: "x"}, by=manager, seen=0)
    take_back_version(version=version, actor=manager, now=NOW)
    held = version_of(sheet)
    assert (held.state, held.agreed_on, held.agreed_post, held.agreed_name) == (
        VersionState.DRAFT,
        None,
        "",
        "",
    )


def test_what_does_not_go_on_one_page_or_says_too_little_does_not_go_on(sheet, manager):
    version = version_of(sheet)
    save(version, whole(small_content() | {"cell.b1.s1.text": ""}), by=manager, seen=0)
    with pytest.raises(SheetRefused, match="することが書かれていません"):
        send_version(version=version, seen=1, actor=manager, now=NOW)
    save(version, content_of(1, stages=7, bodies=12, length=150, lines=6), by=manager, seen=1)
    with pytest.raises(SheetRefused, match="A4横1枚に入りません"):
        send_version(version=version, seen=2, actor=manager, now=NOW)
    assert version_of(sheet).state == VersionState.DRAFT


def test_the_next_version_follows_and_the_one_before_stays_to_be_read(sheet, manager):
    publish(sheet, by=manager, now=NOW)
    second = begin_version(sheet=sheet, actor=manager, now=NOW)
    assert (second.number, second.content) == (2, small_content())
    with pytest.raises(SheetRefused, match="もうあります"):
        begin_version(sheet=sheet, actor=manager, now=NOW)
    publish(sheet, by=manager, now=NOW)
    states = dict(SheetVersion.objects.filter(sheet=sheet).values_list("number", "state"))
    assert states == {1: VersionState.SUPERSEDED, 2: VersionState.PUBLISHED}


def test_publishing_sets_the_day_of_the_next_check(sheet, manager):
    publish(sheet, by=manager, now=NOW)
    found = RoleSheet.objects.get()
    assert (found.reviewed_on, found.review_due_on) == (TODAY, TODAY + 365 * DAY)


def test_what_was_not_agreed_is_not_published(sheet, manager):
    with pytest.raises(SheetRefused, match="「公開する」はできません"):
        publish_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)


def test_a_copy_is_its_keepers_alone_and_is_never_agreed_or_published(sheet, manager, partner):
    published = publish(sheet, by=manager, now=NOW)
    own = copy_to_own(version=published, agency=make_agency(name="みなも"), actor=partner, now=NOW)
    version = version_of(own)
    save(version, small_content() | {A_TEXT: "うちの窓口"}, by=partner, seen=0, is_desk=False)
    with pytest.raises(SheetRefused, match="控え"):
        agree_to_version(
            version=version, seen=1, agreement=Agreement(TODAY, "市", ""), actor=partner, now=NOW
        )
    assert version_of(sheet).content[A_TEXT] == small_content()[A_TEXT]


def test_only_what_was_never_published_can_be_given_up(sheet, manager):
    other = make_role_sheet(by=manager, now=NOW)
    give_up_sheet(sheet=other, actor=manager, now=NOW)
    publish(sheet, by=manager, now=NOW)
    with pytest.raises(SheetRefused, match="消せません"):
        give_up_sheet(sheet=sheet, actor=manager, now=NOW)
    assert list(RoleSheet.objects.all()) == [sheet]


def test_the_name_of_whoever_agreed_goes_years_after_the_next_version(sheet, manager):
    publish(sheet, by=manager, now=NOW)
    begin_version(sheet=sheet, actor=manager, now=NOW)
    publish(sheet, by=manager, now=NOW)
    assert forget_names(now=NOW + 1096 * DAY) == 0
    assert forget_names(now=NOW + 1097 * DAY) == 1
    former, standing = SheetVersion.objects.order_by("number")
    assert (former.agreed_name, former.agreed_post, standing.agreed_name) == ("", "金沢市 福祉課", "山田")


def test_a_choice_counts_for_the_words_that_were_read(sheet, manager, staff):
    version = version_of(sheet)
    save(version, small_content() | {A_TEXT: "一人目"}, by=manager, seen=0)
    mine = small_content() | {A_TEXT: "二人目"}
    with pytest.raises(SomebodyElseWrote) as asked:
        save(version, mine, by=staff, seen=0)
    save(version, small_content() | {A_TEXT: "三人目"}, by=manager, seen=1)
    with pytest.raises(SomebodyElseWrote) as again:
        save(version, mine, by=staff, seen=0, chosen={A_TEXT: MINE}, against=asked.value.edition)
    assert [each.theirs for each in again.value.merged.conflicts] == ["三人目"]
    assert version_of(sheet).content[A_TEXT] == "三人目"


def test_a_form_of_the_version_before_does_not_change_the_next(sheet, manager, staff):
    publish(sheet, by=manager, now=NOW)
    second = begin_version(sheet=sheet, actor=manager, now=NOW)
    assert second.edition == 1
    with pytest.raises(SheetRefused, match="古くなって"):
        save(second, small_content() | {A_TEXT: "前の版の画面"}, by=staff, seen=0)


def test_the_municipality_does_not_reach_what_the_centre_wrote_before_it_sent_the_sheet(
    sheet, manager, partner
):
    version = version_of(sheet)
    save(version, small_content() | {A_TEXT: "送る文"}, by=manager, seen=0)
    send_version(version=version, seen=1, actor=manager, now=NOW)
    with pytest.raises(SheetRefused, match="古くなって"):
        save(version, small_content() | {A_TEXT: "市"}, by=partner, seen=0, is_desk=False)
    save(version, small_content() | {A_TEXT: "市"}, by=partner, seen=1, is_desk=False)


@pytest.mark.parametrize("name", ["title", "plan_name"])
def test_the_head_of_a_sheet_stays_while_somebody_checks_or_has_agreed(sheet, manager, name):
    version = version_of(sheet)
    send_version(version=version, seen=0, actor=manager, now=NOW)
    with pytest.raises(SheetRefused, match="下書きにもどす"):
        change_about(sheet=sheet, about={name: "ほか"}, actor=manager, now=NOW)
    change_about(sheet=sheet, about={"responsible": "ほかの係"}, actor=manager, now=NOW)
    assert RoleSheet.objects.get().responsible == "ほかの係"


def test_the_head_of_a_published_sheet_is_the_managers(sheet, manager, staff):
    publish(sheet, by=manager, now=NOW)
    with pytest.raises(SheetRefused, match="センター長"):
        change_about(sheet=sheet, about={"title": "新しい名前"}, actor=staff, now=NOW)
    change_about(sheet=sheet, about={"title": "新しい名前"}, actor=manager, now=NOW)
    assert RoleSheet.objects.get().title == "新しい名前"


def test_a_published_page_stays_one_page_whatever_its_head_says(sheet, manager):
    version = version_of(sheet)
    content = tight_content()
    save(version, content, by=manager, seen=0)
    publish(sheet, by=manager, now=NOW)
    with pytest.raises(SheetRefused, match="入らなくなります"):
        change_about(
            sheet=sheet, about={"plan_name": "計画" * 40, "title": "表" * 60}, actor=manager, now=NOW
        )
    assert RoleSheet.objects.get().plan_name == ""


def tight_content():
    """Return a sheet that fills its page to the last line."""
    fitting = None
    for length in range(40, 160, 4):
        content = content_of(3, stages=5, bodies=9, length=length)
        if not fits(
            SheetVersion(sheet=RoleSheet(title="出口支援の役割分担表", slug="x"), content=content, number=1)
        ):
            break
        fitting = content
    assert fitting is not None
    return fitting


def test_what_was_looked_at_is_published(sheet, manager):
    version = version_of(sheet)
    agree_to_version(version=version, seen=0, agreement=Agreement(TODAY, "市", ""), actor=manager, now=NOW)
    with pytest.raises(SheetRefused, match="見ている間に"):
        publish_version(version=version, seen=1, actor=manager, now=NOW)
