"""The desk of entries: staff alone, differences, publishing, history, who sees what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import PublicRole
from directory.declared.enums import DraftState, DraftWay
from directory.declared.exceptions import VisibilityRefused
from directory.declared.models import Declaration, Draft, VisibilityWish
from directory.declared.services.approving import seen
from directory.declared.services.visibility import set_visibility, wish_visibility
from directory.enums import FieldGroup, Level
from directory.finding.models import DirectoryEntry
from directory.finding.rules import Grade
from directory.models import FieldVisibility
from directory.services.agencies import merge_agencies
from tests.factories.accounts import make_user, sign_in
from tests.factories.declared import TEXT, publish, typed, write
from tests.factories.directory import NOW, make_agency

pytestmark = pytest.mark.django_db
QUEUE = "/cms/entries/"


def text(response):
    return response.content.decode()


def of(agency, rest=""):
    return f"{QUEUE}agencies/{agency.public_id}/{rest}"


@pytest.mark.parametrize("role", [PublicRole.EDITOR, PublicRole.SYSTEM_ADMIN])
def test_only_staff_and_managers_find_the_desk(role, agency, member, today):
    draft = write(agency, actor=member)
    browser = sign_in(Client(), make_user(roles=[role]))
    places = [QUEUE, f"{QUEUE}stale/", f"{QUEUE}drafts/{draft.pk}/"]
    places += [of(agency, rest) for rest in ("", "write/", f"history/{draft.pk}/", "visibility/", "link/")]
    assert [browser.get(place).status_code for place in places] == [404] * len(places)
    approve = {"do": "approve", "as_seen": seen(draft)}
    assert browser.post(f"{QUEUE}drafts/{draft.pk}/", approve).status_code == 404
    draft.refresh_from_db()
    assert draft.state == DraftState.WAITING


def test_partners_are_led_away_from_the_desk(browser, agency, member):
    draft = write(agency, actor=member)
    for place in (QUEUE, f"{QUEUE}drafts/{draft.pk}/", of(agency, "visibility/")):
        answer = browser.post(place, {"do": "approve", "as_seen": seen(draft)})
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/staff/")
    assert Declaration.objects.get().live is False


def test_what_is_published_can_be_looked_at_from_where_it_is_told(desk, agency, member):
    draft = write(agency, actor=member)
    desk.post(f"{QUEUE}drafts/{draft.pk}/", {"do": "approve", "as_seen": seen(draft)})
    assert f'href="/directory/{agency.public_id}/"' in text(desk.get(QUEUE))


def test_differences_show_old_and_new_and_a_press_publishes(desk, agency, member):
    draft = write(agency, actor=member)
    assert "グループホームみなも" in text(desk.get(QUEUE))
    page = text(desk.get(f"{QUEUE}drafts/{draft.pk}/"))
    assert all(word in page for word in ("静かな家です。", "グループホーム　定員", "6人", "（なし）"))
    answer = desk.post(f"{QUEUE}drafts/{draft.pk}/", {"do": "approve", "as_seen": seen(draft)})
    assert (answer.status_code, Declaration.objects.get().live) == (303, True)


def test_a_reason_is_needed_to_send_back(desk, agency, member):
    draft = write(agency, actor=member)
    sent = {"do": "send_back", "as_seen": seen(draft)}
    assert desk.post(f"{QUEUE}drafts/{draft.pk}/", sent | {"reason": ""}).status_code == 422
    assert desk.post(f"{QUEUE}drafts/{draft.pk}/", sent | {"reason": "人数を"}).status_code == 303
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == (DraftState.SENT_BACK, "人数を")


def test_a_screen_that_is_out_of_date_publishes_nothing(desk, agency, member):
    draft = write(agency, actor=member)
    old = seen(draft)
    write(agency, actor=member)
    answer = desk.post(f"{QUEUE}drafts/{draft.pk}/", {"do": "approve", "as_seen": old}, follow=True)
    assert "内容が変わりました" in text(answer)
    assert Declaration.objects.get().live is False


def test_staff_write_for_an_agency_that_phoned(desk, agency, staff):
    answer = desk.post(of(agency, "write/"), typed(0, said_by="電話の 山田", summary="電話で聞きました"))
    draft = Draft.objects.get()
    assert (answer.status_code, draft.way, draft.said_by, draft.written_by) == (
        303,
        DraftWay.STAFF,
        "電話の 山田",
        staff,
    )
    assert desk.post(of(agency, "write/"), typed(draft.revision_id, said_by="")).status_code == 422


def test_staff_note_a_word_given_by_phone(desk, agency, member, staff, today):
    publish(agency, writer=member, staff=staff, now=NOW - timedelta(days=400))
    assert "古い" in text(desk.get(of(agency)))
    desk.post(of(agency), {"said_by": "電話の 山田", "heard": "phone", "heard_on": str(today)})
    row = Declaration.objects.get()
    assert (row.confirmed_on, row.confirmed_by, row.summary) == (today, "電話の 山田", TEXT.summary)


def test_history_shows_all_and_brings_one_back(desk, agency, member, staff):
    first = publish(agency, writer=member, staff=staff)
    publish(agency, writer=member, staff=staff, text=TEXT.__class__(summary="新しい文"))
    assert text(desk.get(of(agency))).count("公開しました") == 2
    page = text(desk.get(of(agency, f"history/{first.pk}/")))
    assert ("新しい文" in page, "静かな家です。" in page) == (True, True)
    desk.post(of(agency, f"history/{first.pk}/"))
    assert Declaration.objects.get().summary == "静かな家です。"


def test_another_agencys_version_is_not_brought_back_here(desk, agency, member, staff):
    first = publish(agency, writer=member, staff=staff)
    other = make_agency(name="よその事業所")
    assert desk.get(of(other, f"history/{first.pk}/")).status_code == 404


def test_stale_entries_are_listed_with_their_grade_the_oldest_first(desk, agency, member, staff):
    publish(agency, writer=member, staff=staff, now=NOW - timedelta(days=200))
    old, fresh = make_agency(name="古い家"), make_agency(name="新しい家")
    publish(old, writer=member, staff=staff, now=NOW - timedelta(days=500))
    publish(fresh, writer=member, staff=staff)
    rows = desk.get(f"{QUEUE}stale/").context["rows"]
    assert [(each.name, age.grade) for each, age in rows] == [
        ("古い家", Grade.OLD),
        ("グループホームみなも", Grade.AGEING),
    ]


def test_more_is_shown_only_with_somebodys_word(desk, agency, member, staff):
    publish(agency, writer=member, staff=staff)
    refused = desk.post(of(agency, "visibility/"), {"conditions": "public"})
    assert (refused.status_code, FieldVisibility.objects.count()) == (422, 0)
    public = DirectoryEntry.objects.get(agency=agency, for_public=True)
    assert "知的障害" not in public.folded + str(public.shown)
    agreed = {"conditions": "public", "agreed_on": "2026-11-20", "agreed_by": "施設長"}
    assert desk.post(of(agency, "visibility/"), agreed).status_code == 303
    row = FieldVisibility.objects.get()
    assert (row.level, str(row.agreed_on), row.agreed_by) == ("public", "2026-11-20", "施設長")
    assert "知的障害のある人：はい" in text(desk.get(of(agency, "visibility/")))
    assert "c:" in DirectoryEntry.objects.get(agency=agency, for_public=True).tokens


def test_a_part_is_not_shown_to_whom_the_agency_is_not_and_the_form_says_what_to_do(desk, staff, today):
    home = make_agency(name="自立準備ホームひだまり", kind="self_reliance_home")
    place = of(home, "visibility/")
    assert "「名簿にのせること」も広げないと" in text(desk.get(place))
    agreed = {"conditions": "partners", "agreed_on": "2026-11-20", "agreed_by": "施設長"}
    refused = desk.post(place, agreed)
    assert (refused.status_code, FieldVisibility.objects.count()) == (422, 0)
    assert "「受け入れの条件」は、「名簿にのせること」も広げないと、見えません" in text(refused)
    assert desk.post(place, agreed | {"listing": "partners"}).status_code == 303
    # To hide the agency again is possible at once, whatever was agreed for its parts.
    hidden = {"agreed_on": None, "agreed_by": "", "actor": staff, "now": NOW}
    set_visibility(agency=home, levels={FieldGroup.CONDITIONS: Level.PARTNERS}, **hidden)
    assert DirectoryEntry.objects.filter(agency=home, for_partners=True).count() == 0


def test_the_agreement_is_not_called_optional(desk, agency, today):
    page = (
        text(desk.get(of(agency, "visibility/")))
        .partition("機関の同意</legend>")[2]
        .partition("</fieldset>")[0]
    )
    assert ("両方を書いてください" in page, "任意" in page) == (True, False)


def test_less_is_shown_without_anybodys_word_and_at_once(agency, staff):
    given = {"agreed_on": None, "agreed_by": "", "actor": staff, "now": NOW}
    set_visibility(agency=agency, levels={FieldGroup.LISTING: Level.STAFF}, **given)
    assert DirectoryEntry.objects.filter(agency=agency, for_public=True).count() == 0
    with pytest.raises(VisibilityRefused):
        set_visibility(agency=agency, levels={FieldGroup.VACANCY: Level.PUBLIC}, **given)


def test_setting_answers_the_wish(desk, agency, member):
    wish_visibility(agency=agency, levels={"conditions": "partners"}, said_by="C", actor=member, now=NOW)
    assert "「だれに見せるか」の希望" in text(desk.get(QUEUE))
    assert "受け入れの条件：ログインした関係機関" in text(desk.get(of(agency, "visibility/")))
    desk.post(of(agency, "visibility/"), {"wish": [VisibilityWish.objects.get().pk]})
    assert VisibilityWish.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"level": "nobody"}, "declared_visibilitywish_is_offered"),
        ({"said_by": ""}, "declared_visibilitywish_is_offered"),
    ],
)
def test_the_database_keeps_wishes_whole(agency, member, values, constraint):
    wish_visibility(agency=agency, levels={"conditions": "partners"}, said_by="C", actor=member, now=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        VisibilityWish.objects.update(**values)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("", 14), ("stale/", 19)])
def test_three_agencies_take_as_many_queries_as_one(
    desk, member, staff, count, place, queries, django_assert_num_queries
):
    for number in range(count):
        agency = make_agency(name=f"事業所{number}")
        publish(agency, writer=member, staff=staff, now=NOW - timedelta(days=400))
        write(agency, actor=member)
    desk.get(QUEUE + place)
    with django_assert_num_queries(queries):
        desk.get(QUEUE + place)


@pytest.mark.parametrize("count", [1, 3])
def test_a_long_history_takes_as_many_queries_as_a_short_one(
    desk, agency, member, staff, count, django_assert_num_queries
):
    for number in range(count):
        publish(agency, writer=member, staff=staff, text=TEXT.__class__(summary=f"文{number}"))
    desk.get(of(agency))
    with django_assert_num_queries(19):
        desk.get(of(agency))


def test_a_wish_that_came_meanwhile_is_not_answered_unseen(desk, agency, member):
    address = f"/cms/entries/agencies/{agency.public_id}/visibility/"
    wish = {"agency": agency, "said_by": "佐久間", "actor": member, "now": NOW}
    wish_visibility(levels={FieldGroup.ADDRESS: Level.PARTNERS}, **wish)
    seen = [str(each.pk) for each in VisibilityWish.objects.all()]
    assert all(f'name="wish" value="{each}"' in desk.get(address).text for each in seen)
    wish_visibility(levels={FieldGroup.ADDRESS: Level.STAFF}, **wish)
    assert desk.post(address, {"wish": seen}).status_code == 303
    assert VisibilityWish.objects.get().level == Level.STAFF
    assert desk.post(address, {"wish": [VisibilityWish.objects.get().pk]}).status_code == 303
    assert not VisibilityWish.objects.exists()


def test_a_wish_goes_along_when_an_agency_is_merged(agency, member, staff):
    kept = make_agency(name="残る家")
    said = {"said_by": "佐久間", "actor": member, "now": NOW}
    wish_visibility(agency=kept, levels={FieldGroup.CONTACT: Level.PARTNERS}, **said)
    both = {FieldGroup.CONTACT: Level.STAFF, FieldGroup.ADDRESS: Level.STAFF}
    wish_visibility(agency=agency, levels=both, **said)
    merge_agencies(kept=kept, merged=agency, actor=staff, now=NOW)
    found = VisibilityWish.objects.values_list("agency", "group", "level")
    assert set(found) == {(kept.pk, "contact", "partners"), (kept.pk, "address", "staff")}
