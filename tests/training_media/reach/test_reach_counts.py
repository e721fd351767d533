"""How far people and agencies have come, counted by the database and counted again one by one."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from directory.enums import AreaScheme
from directory.models import AgencyKind, MunicipalityInArea, WelfareArea
from foundation.japanese.text import fold
from tests.factories.directory import make_agency, make_municipality
from tests.factories.reach import add_chapters, agencies_in, watched_campaign
from tests.factories.training_media import (
    make_campaign,
    make_card,
    make_course,
    make_recording,
    make_viewer,
    name_people,
)
from training_media.campaigns.enums import AudienceBy, Progress
from training_media.campaigns.models import RosterName
from training_media.campaigns.queries import progress
from training_media.campaigns.services.inviting import revoke
from training_media.models import Chapter, Part
from training_media.reach import queries, rules
from training_media.reach.enums import By
from training_media.reach.scopes import NOWHERE, Scope, Wish, audience_of, narrowed
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting, Viewer
from training_media.viewing.services.leaving_out import leave_out
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.viewing.spans import length, union
from training_media.watching.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
# How long before its pieces a sitting began.
BEFORE = timedelta(hours=2)


@pytest.fixture
def world(staff):
    """Make a campaign of fourteen agencies in two areas with ninety people."""
    course = make_course()
    add_chapters(course)
    towns = [make_municipality(name=f"見本市{each}", code=f"17299{each}") for each in range(3)]
    area = WelfareArea.objects.create(scheme=AreaScheme.OWN, name="見本圏域", valid_from=TODAY - 9 * DAY)
    MunicipalityInArea.objects.create(
        municipality=towns[0], area=area, scheme=AreaScheme.OWN, valid_from=TODAY - 9 * DAY
    )
    agencies = agencies_in(14, list(AgencyKind.objects.order_by("position")[:4]), [*towns, None])
    campaign = watched_campaign(course, agencies[:12], each=7, by=staff, now=NOW)
    other = make_campaign(course, by=staff, now=NOW)
    for agency in agencies[12:]:
        make_card(other, agency=agency, by=staff, now=NOW)
        Viewer.objects.create(name="ほかの案内の人", folded_name="x", agency=agency)
    return Scope(course, campaign)


def watched_by(viewer, part):
    row = Coverage.objects.filter(viewer=viewer, recording=part.recording).first()
    return union(row.alone, row.together, row.carried) if row else ()


def last_place(viewer, parts):
    """Return the title of the chapter in which the last piece of somebody ended."""
    pieces = PlayedPiece.objects.filter(sitting__seats__viewer=viewer).select_related("sitting")
    found = [(each.sitting.began_at + timedelta(milliseconds=each.clock_end), each) for each in pieces]
    if not found:
        return ("", "")
    piece = max(found, key=lambda each: each[0])[1]
    part = next(each for each in parts if each.recording_id == piece.sitting.recording_id)
    chapter = Chapter.objects.filter(part=part, start__lt=piece.media_end).order_by("start").last()
    return (part.title, chapter.title if chapter else "")


def counted_one_by_one(scope, agencies):
    """Return who has come how far by walking through everybody, in the plainest way."""
    parts = list(Part.objects.filter(course=scope.course).select_related("recording"))
    people = []
    for agency in agencies:
        names = {each.folded_name: each for each in RosterName.objects.filter(agency=agency)}
        for viewer in Viewer.objects.filter(agency=agency):
            named = names.pop(fold(viewer.name), None)
            spans = [watched_by(viewer, part) for part in parts]
            days = [each.sitting.began_at for each in Seat.objects.filter(viewer=viewer)]
            has_said = Statement.objects.filter(viewer=viewer).exists()
            if not (named or any(spans) or days or has_said):
                continue
            last = max(days, default=None)
            silent = last is None or timezone.localdate(last) <= TODAY - 7 * DAY
            if all(
                length(each) >= part.recording.duration * 0.95
                for each, part in zip(spans, parts, strict=True)
            ):
                how = Progress.THROUGH
            elif not any(spans):
                how = Progress.NOT_STARTED
            else:
                how = Progress.STUCK if silent else Progress.UNDER_WAY
            job = viewer.job or (named.job if named else "")
            before = bool(any(spans)) and (last is None or timezone.localdate(last) < scope.campaign.opens_on)
            place = last_place(viewer, parts) if how == Progress.STUCK else None
            people.append((agency.pk, job, how, before, has_said, place))
        people += [(agency.pk, each.job, Progress.NOT_STARTED, False, False, None) for each in names.values()]
    return people


def numbers(tally):
    return {each: count for each, count in tally.counts.items() if count}


def test_people_are_counted_as_one_by_one_in_every_distinction(world):
    audience = audience_of(world, today=TODAY)
    people = counted_one_by_one(world, audience.agencies)
    lines = queries.lines_of(world, audience, today=TODAY)
    assert len({each[2] for each in people}) == 4
    assert numbers(rules.people_of(lines)) == Counter(each[2] for each in people)
    agencies = {each.pk: each for each in audience.agencies}
    names = {
        By.AGENCY: lambda each: agencies[each[0]].name,
        By.KIND: lambda each: agencies[each[0]].kind.name,
        By.MUNICIPALITY: lambda each: (
            agencies[each[0]].municipality.name if agencies[each[0]].municipality else NOWHERE
        ),
        By.AREA: lambda each: audience.areas.get(each[0], NOWHERE),
        By.JOB: lambda each: each[1] or queries.UNKNOWN_JOB,
    }
    for by, name in names.items():
        found = queries.reached(audience, lines, by)
        shown = {row.name: numbers(row.people) for row in found.rows if row.people.total}
        wanted = {}
        for each in people:
            wanted.setdefault(name(each), Counter())[each[2]] += 1
        assert shown == wanted
        assert sum(row.people.total for row in found.rows) == found.people.total == len(people)


def test_who_only_watched_before_and_who_only_said_so_are_told_apart(world):
    audience = audience_of(world, today=TODAY)
    people = counted_one_by_one(world, audience.agencies)
    found = queries.reached(audience, queries.lines_of(world, audience, today=TODAY), By.KIND)
    assert found.only_before == sum(each[3] for each in people) > 0
    assert found.said == sum(each[4] and each[2] != Progress.THROUGH for each in people) > 0


def test_where_people_are_stuck_is_where_their_last_piece_ended(world):
    audience = audience_of(world, today=TODAY)
    people = counted_one_by_one(world, audience.agencies)
    wanted = Counter(each[5] for each in people if each[5] is not None)
    stops = queries.stops(world.course, queries.lines_of(world, audience, today=TODAY))
    assert {(each.part, each.chapter): each.people for each in stops} == wanted
    assert wanted[("", "")] > 0
    assert stops[-1].part == ""


def test_agencies_stand_as_the_page_of_the_campaign_says(world):
    audience = audience_of(world, today=TODAY)
    found = queries.reached(audience, queries.lines_of(world, audience, today=TODAY), By.KIND)
    how = progress(world.course, audience.keys, today=TODAY)
    assert numbers(found.agencies) == Counter(each.progress for each in how.values())
    assert found.agencies.total == 12


def test_people_are_listed_by_name_as_they_are_counted(world):
    audience = audience_of(world, today=TODAY)
    people = queries.names_in(world, audience, today=TODAY)
    assert Counter(each.progress for each in people) == Counter(
        each[2] for each in counted_one_by_one(world, audience.agencies)
    )
    assert {each.stopped != "" for each in people if each.progress != Progress.STUCK} == {False}


def test_chapters_and_moments_are_counted_as_one_by_one(world):
    audience = audience_of(world, today=TODAY)
    for found in queries.parts_watched(world, audience):
        viewers = Viewer.objects.filter(agency__in=audience.keys)
        spans = [each for viewer in viewers if (each := watched_by(viewer, found.part))]
        assert found.people == len(spans)
        for moment, people, _ in found.steps:
            assert people == sum(any(start <= moment < stop for start, stop in each) for each in spans)
        for each in found.chapters:
            held = [
                length(
                    tuple(
                        (max(a, each.start), min(b, each.stop))
                        for a, b in one
                        if a < each.stop and b > each.start
                    )
                )
                for one in spans
            ]
            assert each.people == sum(one * 2 >= each.stop - each.start for one in held)
        assert len(found.steps) == rules.STEPS
        assert found.chapters[0].title == queries.BEFORE_CHAPTERS


def test_a_filter_leaves_agencies_and_their_people_alike(world):
    audience = audience_of(world, today=TODAY)
    first = audience.agencies[0]
    for wish in (Wish(kind=first.kind_id), Wish(area="見本圏域"), Wish(municipality=NOWHERE)):
        left = narrowed(audience, wish)
        assert 0 < len(left.agencies) < 12
        people = counted_one_by_one(world, left.agencies)
        assert rules.people_of(queries.lines_of(world, left, today=TODAY)).total == len(people)


def test_a_course_as_a_whole_counts_all_campaigns_and_who_watched_without_one(world):
    stranger = make_viewer(name="案内のない人", agency=make_agency(name="別の家"))
    recording = world.course.parts.first().recording
    watch(stranger, recording, milliseconds=60_000)
    whole = Scope(world.course)
    audience = audience_of(whole, today=TODAY)
    assert len(audience.agencies) == 15
    lines = queries.lines_of(whole, audience, today=TODAY)
    one = queries.lines_of(world, audience_of(world, today=TODAY), today=TODAY)
    assert rules.people_of(lines).total == rules.people_of(one).total + 1


def watch(viewer, recording, *, milliseconds, when=NOW):
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=when - BEFORE)
    piece = Piece(0, (0, milliseconds), (0, milliseconds), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=when)


def test_an_ended_card_leaves_the_campaign_and_a_kind_brings_its_agencies_in(staff):
    course = make_course()
    ended, kept = make_agency(name="止めた家"), make_agency(name="見本の家")
    campaign = make_campaign(course, by=staff)
    for agency in (ended, kept):
        card = make_card(campaign, agency=agency, by=staff)
    revoke(card=ended.viewing_invitations.get(), reason="なくした", actor=staff, now=NOW)
    assert [each.pk for each in audience_of(Scope(course, campaign), today=TODAY).agencies] == [kept.pk]
    campaign.audience_by = AudienceBy.KIND
    found = audience_of(Scope(course, campaign), today=TODAY).keys
    assert {ended.pk, kept.pk} <= set(found)
    assert card.campaign == campaign


def test_a_name_that_an_agency_gave_and_that_watches_is_one_person(staff):
    card = make_card(by=staff)
    name_people(card.agency, "見本 花子", "見本 太郎", by=staff)
    scope = Scope(card.campaign.course, card.campaign)
    audience = audience_of(scope, today=TODAY)
    viewer = make_viewer(name="見本　花子", agency=card.agency)
    make_viewer(name="来ただけの人", agency=card.agency)
    assert rules.people_of(queries.lines_of(scope, audience, today=TODAY)).total == 2
    watch(viewer, card.campaign.course.parts.first().recording, milliseconds=60_000)
    assert numbers(rules.people_of(queries.lines_of(scope, audience, today=TODAY))) == {
        Progress.NOT_STARTED: 1,
        Progress.UNDER_WAY: 1,
    }


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(1, 3, "33.3%"), (949, 950, "99.8%"), (3, 3, "100.0%"), (0, 3, "0.0%")]
)
def test_a_share_is_never_rounded_up(part, whole, words):
    assert rules.percent(part, whole) == words


def test_seconds_add_up_to_the_total_whatever_falls_short():
    found = rules.in_seconds(alone=1_900, with_together=3_800, total=5_700)
    assert (found.alone, found.together, found.carried, found.total) == (1, 2, 2, 5)
    assert Sitting.objects.count() == 0


def test_whoever_sat_before_an_earlier_edit_was_there(staff):
    card = make_card(make_campaign(by=staff, since=20, now=NOW), by=staff)
    scope, viewer = Scope(card.campaign.course, card.campaign), make_viewer(agency=card.agency)
    part = scope.course.parts.first()
    add_chapters(scope.course)
    oldest, middle = part.recording, make_recording(minutes=45)
    new = make_recording(minutes=45)
    watch(viewer, oldest, milliseconds=60_000, when=NOW - 2 * DAY)
    for old, latest in ((oldest, middle), (middle, new)):
        old.replaced_by = latest
        old.save()
    Part.objects.filter(pk=part.pk).update(recording=new)
    Coverage.objects.create(viewer=viewer, recording=new, carried=((0, 60_000),))
    audience = audience_of(scope, today=TODAY)
    (person,) = queries.names_in(scope, audience, today=TODAY)
    began_on = timezone.localdate(NOW - 2 * DAY - BEFORE)
    assert (person.progress, person.last_on) == (Progress.UNDER_WAY, began_on)
    (found,) = progress(scope.course, [card.agency_id], today=TODAY).values()
    assert (found.progress, found.last_on) == (person.progress, person.last_on)
    later = TODAY + 9 * DAY
    stops = queries.stops(scope.course, queries.lines_of(scope, audience, today=later))
    assert [(each.part, each.chapter, each.people) for each in stops] == [(part.title, "", 1)]


def test_a_sitting_that_was_left_out_was_nobodys(staff):
    card = make_card(by=staff)
    scope, viewer = Scope(card.campaign.course, card.campaign), make_viewer(agency=card.agency)
    watch(viewer, scope.course.parts.first().recording, milliseconds=60_000)
    audience = audience_of(scope, today=TODAY)
    assert len(queries.names_in(scope, audience, today=TODAY)) == 1
    leave_out(seat=Seat.objects.get(), because="別の人が見た", actor=staff, now=NOW)
    assert queries.names_in(scope, audience, today=TODAY) == []
    (found,) = progress(scope.course, [card.agency_id], today=TODAY).values()
    assert (found.progress, found.last_on) == (Progress.NOT_STARTED, None)
