"""Rules have versions, the secretariat has terms; corporations stand in a roster; all goes into one pack."""

import csv
import io
from copy import copy
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import PublicRole
from directory.models import Corporation, Membership
from foundation.audit.models import Entry
from outreach.study_groups.access import standing_in
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.models import (
    Assembly,
    Proxy,
    Recusal,
    Resolution,
    RulesVersion,
    SecretariatPerson,
    SecretariatTerm,
    Vote,
    Voter,
)
from outreach.study_groups.associations.services.ruling import adopt_rules, change_proposal, propose_rules
from outreach.study_groups.associations.services.secretariat import (
    name_secretariat,
    name_secretary,
)
from outreach.study_groups.comparing import Change, changed_lines
from outreach.study_groups.enums import Capacity, HandoverItem, ShelfReader
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import HandoverRound, HandoverTick, ShelfItem
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import make_assembly, make_association, make_rules, make_voter
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY, DAY = timezone.localdate(NOW), timedelta(days=1)
TYPED = {"text": "第1条 名前\n第2条 会費なし", "in_force_from": f"{TODAY:%Y/%m/%d}", "quorum": "half"}
TYPED |= {"ordinary": "more_than_half", "special": "two_thirds", "proxies_count": "on", "most_proxies": "2"}


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_association()


# Rules


def test_rules_are_written_adopted_and_stay_while_a_later_version_is_in_force(community, staff):
    client = sign_in(Client(), staff)
    assert client.post("/groups/tobu/rules/new/", TYPED | {"text": ""}).status_code == 422
    assert client.post("/groups/tobu/rules/new/", TYPED).status_code == 303
    assert queries.rules_on(community, TODAY) is None
    adopted = {"on": f"{TODAY:%Y/%m/%d}", "by": "設立総会"}
    assert client.post("/groups/tobu/rules/1/adopt/", adopted).status_code == 303
    first = RulesVersion.objects.get()
    assert (queries.rules_on(community, TODAY), queries.rules_on(community, TODAY - DAY)) == (first, None)
    with pytest.raises(GroupRefused, match="もう決まっています"):
        change_proposal(version=first, details={"text": "書きかえ"}, actor=staff, now=NOW)
    client.post("/groups/tobu/rules/new/", TYPED | {"text": "第1条 名前\n第2条 会費あり"})
    second = RulesVersion.objects.get(version=2)
    adopt_rules(version=second, on=TODAY, by="臨時総会", actor=staff, now=NOW)
    assert queries.rules_on(community, TODAY) == second
    page = client.get("/groups/tobu/rules/2/").text
    assert ["第2条 会費なし</del>" in page, "第2条 会費あり</ins>" in page] == [True, True]
    assert client.get("/groups/tobu/rules/1/rules.pdf").content[:4] == b"%PDF"


def test_rules_hold_from_the_day_of_their_adoption_at_the_earliest(community, staff):
    details = {"text": "第1条", "in_force_from": TODAY - DAY}
    version = propose_rules(community=community, details=details, actor=staff, now=NOW)
    with pytest.raises(GroupRefused, match="効き始める日は"):
        adopt_rules(version=version, on=TODAY, by="総会", actor=staff, now=NOW)


def test_two_versions_differ_by_line():
    found = changed_lines("一\n二\n三", "一\n二の二\n三\n四")
    kinds = [(each.change, each.text) for each in found]
    assert kinds == [
        (Change.SAME, "一"),
        (Change.GONE, "二"),
        (Change.NEW, "二の二"),
        (Change.SAME, "三"),
        (Change.NEW, "四"),
    ]


def test_members_read_rules_and_write_none_and_a_plain_community_has_none(community, staff):
    make_rules(community)
    member = make_voter(community, "いち")
    client = sign_in(Client(), member)
    for address, status in (("", 200), ("1/", 200), ("new/", 404), ("1/adopt/", 404)):
        assert client.get(f"/groups/tobu/rules/{address}").status_code == status
    other = make_user(roles=[PublicRole.PARTNER])
    join(other.person, make_agency(name="ほかの家"))
    assert sign_in(Client(), other).get("/groups/tobu/rules/").status_code == 404
    make_community(slug="plain", name="ふつうの会")
    for address in ("rules/", "assemblies/", "secretariat/", "corporations/"):
        assert sign_in(Client(), staff).get(f"/groups/plain/{address}").status_code == 404


# The secretariat


def stands(user, community, day):
    return Capacity.SECRETARY in standing_in(user, community, today=day).capacities


def test_the_secretariat_goes_from_the_centre_to_a_member_and_its_people_with_it(community, staff):
    user = make_voter(community, "じむ")
    first = TODAY - 30 * DAY
    name_secretariat(
        community=community, agency=None, since=first, decided_by="設立総会", actor=staff, now=NOW
    )
    term = name_secretariat(
        community=community, agency=user.agency, since=TODAY, decided_by="総会", actor=staff, now=NOW
    )
    assert not stands(user, community, TODAY)
    name_secretary(term=term, person=user.person, is_shown=False, actor=staff, now=NOW)
    assert [stands(user, community, day) for day in (TODAY - DAY, TODAY, TODAY + DAY)] == [False, True, True]
    with pytest.raises(GroupRefused, match="もう事務局の人です"):
        name_secretary(term=term, person=user.person, is_shown=False, actor=staff, now=NOW)
    assert sign_in(Client(), user).get("/groups/tobu/rules/new/").status_code == 200
    until = TODAY + 10 * DAY
    name_secretariat(community=community, agency=None, since=until, decided_by="総会", actor=staff, now=NOW)
    assert [stands(user, community, day) for day in (until - DAY, until)] == [True, False]
    assert [each.agency for each in SecretariatTerm.objects.order_by("since")] == [None, user.agency, None]


def test_who_leaves_the_agency_is_its_secretary_no_more(community, staff):
    user = make_voter(community, "じむ")
    term = SecretariatTerm.objects.create(
        community=community, agency=user.agency, since=TODAY, decided_by="総会"
    )
    SecretariatPerson.objects.create(term=term, person=user.person, since=TODAY)
    assert stands(user, community, TODAY)
    Membership.objects.filter(person=user.person).update(valid_to=TODAY)
    assert not stands(user, community, TODAY)


def test_staff_name_the_secretariat_and_members_see_who_agreed(community, staff):
    user, reader = make_voter(community, "じむ"), make_voter(community, "よむ")
    client, reading = sign_in(Client(), staff), sign_in(Client(), reader)
    typed = {"agency": user.agency.pk, "since": f"{TODAY:%Y/%m/%d}", "decided_by": "総会"}
    assert reading.post("/groups/tobu/secretariat/name/", typed).status_code == 404
    assert client.post("/groups/tobu/secretariat/name/", typed).status_code == 303
    assert client.post("/groups/tobu/secretariat/name/", typed).status_code == 422
    people = f"/groups/tobu/secretariat/{SecretariatTerm.objects.get().pk}/people/"
    assert client.post(people, {"person": ""}).status_code == 422
    assert client.post(people, {"person": user.person_id}).status_code == 303
    assert "じむの人" not in reading.get("/groups/tobu/secretariat/").text
    SecretariatPerson.objects.update(is_shown=True)
    assert "じむの人" in reading.get("/groups/tobu/secretariat/").text
    for until, is_read in ((TODAY, False), (TODAY + DAY, True)):
        SecretariatTerm.objects.update(since=TODAY - DAY, until=until)
        assert ("じむの人" in reading.get("/groups/tobu/secretariat/").text) is is_read
    client.post(f"{people}{SecretariatPerson.objects.get().pk}/end/")
    assert not stands(user, community, TODAY)


def test_no_association_no_query(django_assert_num_queries, staff):
    from outreach.study_groups.associations.access import secretaries

    plain = make_community(slug="plain", name="ふつうの会")
    with django_assert_num_queries(0):
        assert secretaries(staff.person_id, {plain.pk: plain}, TODAY) is None


# Corporations


def test_corporations_stand_with_their_agencies_and_those_people_who_agreed(community, staff):
    body = Corporation.objects.create(name="社会福祉法人 見本会", corporate_number="7000012050002")
    shown = make_voter(community, "みせる家", corporation=body, is_shown=True)
    make_voter(community, "みせない家", corporation=body)
    make_voter(community, "ひとりの家")
    reader = sign_in(Client(), shown)
    page = reader.get("/groups/tobu/corporations/").text
    told = ["社会福祉法人 見本会", "みせる家の人", "みせない家の人", "ひとりの家の人"]
    assert [each in page for each in told] == [True, True, False, False]
    assert "法人の会員（2）" in page
    assert "みせない家の人" in sign_in(Client(), staff).get("/groups/tobu/corporations/").text
    table = reader.get("/groups/tobu/corporations/members.csv").content
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert (table[:3], sorted(row[1] for row in rows[1:])) == (b"\xef\xbb\xbf", ["", "7000012050002"])
    assert "みせない家の人" not in table.decode()
    assert reader.get("/groups/tobu/corporations/members.pdf").content[:4] == b"%PDF"
    assert reader.get("/groups/tobu/corporations/members.xlsx").content[:2] == b"PK"
    assert reader.get("/groups/tobu/corporations/members.doc").status_code == 404


def test_lists_ask_as_often_for_three_rows_as_for_one(community, staff):
    client, counts = sign_in(Client(), staff), []
    for number in range(3):
        begun = HandoverRound.objects.create(community=community, begun_on=TODAY, begun_by=staff)
        make_voter(community, f"家{number}")
        make_rules(community, version=number + 1, on=TODAY - DAY * number)
        since = TODAY + DAY * number * 10
        term = SecretariatTerm.objects.create(
            community=community, since=since, until=since + DAY, decided_by="総会"
        )
        SecretariatPerson.objects.create(term=term, person=staff.person, since=since)
        for address in ("corporations/", "rules/", "secretariat/", "handover/"):
            HandoverTick.objects.get_or_create(
                round=begun,
                item=list(HandoverItem)[number],
                defaults={"ticked_by": staff, "ticked_at": NOW},
            )
            client.get(f"/groups/tobu/{address}")
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/groups/tobu/{address}")
            counts.append(len(asked))
    assert counts[:4] == counts[4:8] == counts[8:]
    assert counts[:4] == [11, 11, 12, 11]


# Handing over


def test_the_pack_holds_plans_rosters_rules_and_files_under_names_that_name_nobody(
    community, staff, manager, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    make_rules(community)
    make_voter(community, "みせる家", is_shown=True)
    make_voter(community, "=1+1の家")
    make_plan(community, by=manager, now=NOW, themes=("住まい/お金:夜",))
    for title in ("花子さんの資料", "もう一つ"):
        item = ShelfItem(community=community, title=title, size=4, reader=ShelfReader.MEMBERS, added_at=NOW)
        item.file.save("abc.pdf", ContentFile(b"%PDF"))
    lost = ShelfItem(community=community, title="なくした", size=4, reader=ShelfReader.MEMBERS, added_at=NOW)
    lost.file.save("lost.pdf", ContentFile(b"%PDF"))
    lost.file.storage.delete(lost.file.name)
    client = sign_in(Client(), staff)
    assert client.get("/groups/tobu/handover/pack/").status_code == 405
    answer = client.post("/groups/tobu/handover/pack/")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        names = pack.namelist()
        assert pack.testzip() is None
        # Japanese names are marked as UTF-8, so that Windows shows them.
        marked = [bool(each.flag_bits & 0x800) for each in pack.infolist() if not each.filename.isascii()]
        assert all(marked)
        contents = pack.read("00_目次.txt").decode("utf-8-sig")
        roster = pack.read("2_名簿/会員の名簿.csv").decode("utf-8-sig")
        plan = next(name for name in names if name.endswith("の計画.pdf"))
        assert pack.read(plan)[:4] == b"%PDF"
        assert pack.read("5_資料/資料001.pdf") == b"%PDF"
    kinds = ["1_計画/", "2_名簿/", "3_開いた回/", "4_規則と総会/規則_第1版.pdf", "5_資料/資料002.pdf"]
    assert [any(name.startswith(kind) for name in names) for kind in kinds] == [True] * 5
    assert "5_資料/資料003.pdf" not in names
    assert ["花子さんの資料" in contents, "見つかりません" in contents] == [True, True]
    assert not any("花子" in name or set(name) & set('\\:*?"<>|') for name in names)
    assert ["みせる家の人" in roster, "'=1+1の家" in roster, "=1+1の家の人" in roster] == [True, True, False]
    assert answer.headers["Content-Disposition"].isascii()
    assert Entry.objects.filter(verb="study_groups.pack_taken").count() == 1


def test_what_was_handed_over_is_ticked_with_who_and_when_and_unticked(community, staff, manager):
    client = sign_in(Client(), staff)
    address = "/groups/tobu/handover/"
    assert "しるしを保存" not in client.get(address).text
    assert client.post(f"{address}begin/", {"after": ""}).status_code == 303
    of = HandoverRound.objects.get().pk
    assert client.post(address, {"of": of, "done": ["pack", "papers"]}).status_code == 303
    first = HandoverTick.objects.get(item="pack")
    seen = {"of": of, "seen": ["pack", "papers"]}
    sign_in(Client(), manager).post(address, seen | {"done": ["pack", "plan"]})
    assert set(HandoverTick.objects.values_list("item", "ticked_by")) == {
        ("pack", staff.pk),
        ("plan", manager.pk),
    }
    assert HandoverTick.objects.get(item="pack") == first
    assert staff.person.name in client.get(address).text
    assert client.post(address, {"of": of, "done": ["nonsense"]}).status_code == 422
    # Whoever opened the page when only that one was ticked leaves the other.
    client.post(address, {"of": of, "seen": ["papers"]})
    assert set(HandoverTick.objects.values_list("item", flat=True)) == {"pack", "plan"}
    assert 'type="hidden" name="seen" value="pack"' in client.get(address).text
    client.post(address, {"of": of, "seen": ["pack", "plan"]})
    assert HandoverTick.objects.count() == 0


def test_the_next_handover_begins_with_nothing_ticked_and_the_one_before_stays(community, staff):
    client, address = sign_in(Client(), staff), "/groups/tobu/handover/"
    client.post(f"{address}begin/", {"after": ""})
    before = HandoverRound.objects.get()
    client.post(address, {"of": before.pk, "done": ["pack"]})
    for _ in range(2):  # Pressed twice, one begins.
        assert client.post(f"{address}begin/", {"after": before.pk}).status_code == 303
    after = HandoverRound.objects.exclude(pk=before.pk).get()
    stale = client.post(address, {"of": before.pk, "seen": ["pack"]})
    assert (stale.status_code, "新しい引き継ぎが始まっています" in stale.text) == (422, True)
    assert client.post(address, {"of": after.pk, "done": ["plan"]}).status_code == 303
    assert set(HandoverTick.objects.values_list("round", "item")) == {(before.pk, "pack"), (after.pk, "plan")}
    page = client.get(address).text
    assert [page.count("checked"), "前の引き継ぎ" in page] == [1, True]


def test_members_hand_nothing_over(community):
    client = sign_in(Client(), make_voter(community, "いち"))
    assert client.get("/groups/tobu/handover/").status_code == 404
    assert client.post("/groups/tobu/handover/pack/").status_code == 404


# What the database holds


def broken(name, act):
    with pytest.raises(IntegrityError, match=name):
        act()


def test_the_database_refuses_what_breaks_a_rule(community, manager):
    rules = make_rules(community)
    user = make_voter(community, "いち")
    assembly = make_assembly(community, by=manager, now=NOW)
    resolution, agency = Resolution.objects.get(), user.agency
    term = SecretariatTerm.objects.create(community=community, since=TODAY, decided_by="総会")
    secretary = SecretariatPerson.objects.create(term=term, person=user.person, since=TODAY)
    proxy = Proxy.objects.create(
        assembly=assembly, giver=agency, way="paper", given_on=TODAY, recorded_at=NOW
    )
    voter = Voter.objects.create(assembly=assembly, agency=agency)
    vote = Vote.objects.create(
        resolution=resolution, agency=agency, choice="yes", way="there", recorded_at=NOW
    )
    recusal = Recusal.objects.create(resolution=resolution, agency=agency)
    begun = HandoverRound.objects.create(community=community, begun_on=TODAY, begun_by=manager)
    tick = HandoverTick.objects.create(round=begun, item="pack", ticked_by=manager, ticked_at=NOW)
    for row, name, fields in [
        (rules, "quorum_is_known", {"quorum": "all"}),
        (rules, "ordinary_is_known", {"ordinary": "all"}),
        (rules, "special_is_known", {"special": "all"}),
        (rules, "says_something", {"text": ""}),
        (rules, "adopted_says_by_whom", {"adopted_by": ""}),
        (rules, "holds_at_least_one_proxy", {"most_proxies": 0}),
        (assembly, "closed_is_counted", {"closed_at": NOW}),
        (resolution, "kind_is_known", {"kind": "x"}),
        (resolution, "effect_says_of_what", {"effect": "plan"}),
        (resolution, "effect_says_of_what", {"secretariat": agency}),
        (resolution, "result_is_counted", {"result": "carried"}),
        (resolution, "casting_is_known", {"casting": "abs"}),
        (resolution, "has_a_title", {"title": ""}),
        (resolution, "carried_out_was_carried", {"carried_out_at": NOW}),
        (term, "ends_after_it_begins", {"until": TODAY - DAY}),
        (term, "says_how_decided", {"decided_by": ""}),
        (secretary, "ends_after_it_begins", {"until": TODAY - DAY}),
        (proxy, "not_to_oneself", {"holder": agency}),
        (proxy, "way_is_known", {"way": "x"}),
        (voter, "presence_is_known", {"presence": "x"}),
        (vote, "written_came_on_a_day", {"way": "written"}),
        (vote, "written_came_on_a_day", {"came_on": TODAY}),
        (vote, "choice_is_known", {"choice": "x"}),
        (vote, "way_is_known", {"way": "x"}),
        (tick, "item_is_known", {"item": "x"}),
    ]:
        broken(name, lambda row=row, fields=fields: type(row).objects.filter(pk=row.pk).update(**fields))
    for row, name in [
        (rules, "version_once"),
        (resolution, "number_once"),
        (term, "one_at_a_time"),
        (secretary, "once_at_a_time"),
        (proxy, "one_stands"),
        (voter, "voter_once"),
        (vote, "vote_once"),
        (recusal, "recusal_once"),
        (tick, "handovertick_once"),
        (assembly, "row_id"),
    ]:
        twin = copy(row)
        twin.pk = None
        broken(name, lambda twin=twin: type(twin).objects.bulk_create([twin]))
    assert Assembly.objects.count() == 1
