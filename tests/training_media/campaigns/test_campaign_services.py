"""Cards are made, extended, ended, made anew; whoever has the days in a calendar learns of it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.enums import MembershipRole
from events.feeds.enums import FeedKind
from events.feeds.models import FeedKey
from events.feeds.queries import feed_entries
from events.paper.models import OwedLetter
from foundation.audit import chain
from foundation.audit.models import Entry
from foundation.japanese.dates import long_date
from foundation.mail.models import OutgoingMail
from tests.beside import Beside
from tests.factories.directory import join, make_agency
from tests.factories.training_media import make_campaign, make_card, make_course, make_viewer, name_people
from training_media.campaigns.enums import Progress, Way
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.keys import code_of
from training_media.campaigns.merging import move_cards
from training_media.campaigns.models import Campaign, Invitation, RosterName
from training_media.campaigns.queries import (
    invitation_by_code,
    invitation_by_replaced_code,
    progress,
    standing,
    still_to_invite,
)
from training_media.campaigns.services import inviting
from training_media.campaigns.services.naming import forget_names
from training_media.campaigns.services.planning import Plan, change_campaign
from training_media.campaigns.services.reminding import remind, remind_before_deadlines
from training_media.models import Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def watch(viewer, recording, *, milliseconds, when=NOW):
    sitting = begin_sitting(
        recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=when - timedelta(hours=2)
    )
    piece = Piece(0, (0, milliseconds), (0, milliseconds), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=when)


def test_a_card_is_found_by_its_code_alone_and_neither_key_is_kept(staff):
    card = make_card(by=staff)
    assert invitation_by_code(code_of(card.seed)) == card
    assert invitation_by_code(card.agency.public_id) is None
    assert code_of(card.seed) not in str(list(Invitation.objects.values()))


def test_an_agency_gets_one_card_for_a_campaign_whoever_presses(staff):
    card = make_card(by=staff)
    again = inviting.invite_agencies(campaign=card.campaign, agencies=[card.agency], actor=staff, now=NOW)
    assert (again, Invitation.objects.count()) == (0, 1)
    with pytest.raises(IntegrityError, match="campaigns_invitation_once_for_an_agency"), transaction.atomic():
        Invitation.objects.bulk_create(
            [
                Invitation(
                    campaign=card.campaign,
                    agency=card.agency,
                    code_hash="x",
                    made_at=NOW,
                    opening_uid="a",
                    deadline_uid="b",
                    calendar_changed_at=NOW,
                )
            ]
        )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"extended_until": TODAY}, "campaigns_invitation_extended_with_a_reason"),
        ({"extended_because": "わけ"}, "campaigns_invitation_extended_with_a_reason"),
        ({"revoked_at": NOW}, "campaigns_invitation_revoked_with_a_reason"),
    ],
)
def test_no_card_is_extended_or_ended_without_a_reason(staff, values, name):
    make_card(by=staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.update(**values)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"closes_on": TODAY - 90 * DAY}, "campaigns_campaign_closes_after_it_opens"),
        ({"grace_days": 61}, "campaigns_campaign_has_little_grace"),
        ({"name": ""}, "campaigns_campaign_has_a_name"),
        ({"audience_by": "x"}, "campaigns_campaign_audience_by_is_known"),
    ],
)
def test_a_campaign_keeps_its_rules_whoever_writes(staff, values, name):
    make_campaign(by=staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Campaign.objects.update(**values)


def test_extending_moves_the_deadline_in_calendars_and_nothing_else(staff, partner):
    card = make_card(by=staff)
    join(partner.person, card.agency, role=MembershipRole.PARTNER)
    before = {each.uid: each for each in entries(partner, card.agency)}
    until = card.campaign.closes_on + 10 * DAY
    inviting.extend(card=card, until=until, reason="夜勤の交代", actor=staff, now=NOW)
    for key in keys(partner, card.agency):
        after = {each.uid: each for each in feed_entries(key, now=NOW)}
        assert after.keys() == before.keys()
        moved = {uid: each.sequence - before[uid].sequence for uid, each in after.items()}
        assert moved == {card.opening_uid: 0, card.deadline_uid: 1}
        assert (after[card.deadline_uid].starts, after[card.deadline_uid].summary) == (
            until,
            "視聴期限　受け入れの話",
        )
    with pytest.raises(CampaignRefused):
        inviting.extend(card=card, until=TODAY, reason="わけ", actor=staff, now=NOW)


def keys(user, agency):
    made = {"user": user, "made_at": NOW}
    return [
        FeedKey.objects.get_or_create(kind=kind, agency=of, key_hash=kind.value, defaults=made)[0]
        for kind, of in ((FeedKind.AGENCY, agency), (FeedKind.PERSON, None))
    ]


def entries(user, agency):
    return feed_entries(keys(user, agency)[0], now=NOW)


def test_a_moved_campaign_raises_what_moved_and_an_ended_card_is_called_off(staff):
    card = make_card(by=staff)
    campaign = card.campaign
    plan = Plan(campaign.name, campaign.opens_on, campaign.closes_on + DAY)
    change_campaign(campaign=campaign, plan=plan, actor=staff, now=NOW)
    card.refresh_from_db()
    assert (card.opening_sequence, card.deadline_sequence) == (0, 1)
    inviting.revoke(card=card, reason="なくした", actor=staff, now=NOW)
    card.refresh_from_db()
    assert (card.opening_sequence, card.deadline_sequence) == (1, 2)
    with pytest.raises(CampaignRefused):
        inviting.revoke(card=card, reason="なくした", actor=staff, now=NOW)


def test_a_card_made_anew_has_another_code_and_the_old_one_finds_nothing(staff):
    card = make_card(by=staff)
    old = code_of(card.seed)
    inviting.issue_anew(card=card, issue=card.issue, actor=staff, now=NOW)
    card.refresh_from_db()
    assert (invitation_by_code(old), invitation_by_replaced_code(old)) == (None, card)
    assert invitation_by_replaced_code(code_of(card.seed)) is None
    assert (invitation_by_code(code_of(card.seed)), card.issue) == (card, 2)
    assert chain.verify().broken_id is None


def test_of_two_who_press_at_once_one_makes_the_card_anew_and_the_other_reads_so(staff):
    card = make_card(by=staff)
    with transaction.atomic():
        first = Invitation.objects.select_for_update(of=("self",)).get(pk=card.pk)
        second = Beside(lambda: inviting.issue_anew(card=card, issue=1, actor=staff, now=NOW))
        assert second.waits_for_a_lock()
        Invitation.objects.filter(pk=first.pk).update(issue=2)
    second.join()
    assert isinstance(second.error, CampaignRefused)
    card.refresh_from_db()
    assert (card.issue, card.replaced_codes.count()) == (2, 0)


def test_an_agency_may_watch_by_its_card_or_by_its_kind(staff):
    course = make_course()
    agency, other = make_agency(name="ある家"), make_agency(name="別の家", kind="nursing_home_yogo")
    assert not standing(agency, course, today=TODAY).decision.allowed
    campaign = make_campaign(course, by=staff, audience_by="kind", kinds=[agency.kind])
    assert standing(agency, course, today=TODAY).decision.allowed
    assert not standing(other, course, today=TODAY).decision.allowed
    assert list(still_to_invite(campaign, today=TODAY)) == [agency]
    card = make_card(campaign, agency=other, by=staff)
    assert standing(other, course, today=TODAY).invitation == card
    assert not standing(other, course, today=card.period.last_day + DAY).decision.allowed


def test_progress_of_one_agency_and_of_three_takes_as_many_queries(staff, django_assert_num_queries):
    course = make_course(parts=1, minutes=10)
    recording = Part.objects.get(course=course).recording
    agencies = [make_agency(name=f"家{number}") for number in range(3)]
    through, begun = make_viewer(agency=agencies[0]), make_viewer(agency=agencies[1])
    watch(through, recording, milliseconds=600_000)
    watch(begun, recording, milliseconds=60_000)
    with django_assert_num_queries(6):
        one = progress(course, [agencies[0].pk], today=TODAY)
    with django_assert_num_queries(6):
        found = progress(course, [each.pk for each in agencies], today=TODAY)
    assert one[agencies[0].pk] == found[agencies[0].pk]
    assert [found[each.pk].progress for each in agencies] == [
        Progress.THROUGH,
        Progress.UNDER_WAY,
        Progress.NOT_STARTED,
    ]


def test_whoever_has_not_begun_is_reminded_by_mail_or_fax_once_a_day(staff):
    campaign = make_campaign(make_course(), by=staff)
    mail = make_card(campaign, by=staff, agency=make_agency(name="メールの家", email="ie@example.jp"))
    fax = make_card(campaign, by=staff, agency=make_agency(name="FAXの家", fax="099-000-0001"))
    make_card(campaign, by=staff, agency=make_agency(name="何もない家"))
    whom = {Progress.NOT_STARTED}
    told = remind(campaign=campaign, whom=whom, actor=staff, now=NOW)
    assert told == {Way.MAIL: 1, Way.FAX: 1, Way.NONE: 1}
    again = remind(campaign=campaign, whom=whom, actor=staff, now=NOW)
    assert again == {Way.TODAY: 2, Way.NONE: 1}
    written = Entry.objects.filter(verb="campaigns.reminded").order_by("id")
    assert [set(each.fields) for each in written] == [{"mail:1", "fax:1", "none:1"}, {"today:2", "none:1"}]
    letter, owed = OutgoingMail.objects.get(), OwedLetter.objects.get()
    assert letter.to == "ie@example.jp"
    assert code_of(mail.seed) not in letter.text
    assert owed.source_id == fax.pk
    assert remind(campaign=campaign, whom={Progress.STUCK}, actor=staff, now=NOW) == {}
    inviting.revoke(card=fax, reason="なくした", actor=staff, now=NOW)
    assert not OwedLetter.objects.filter(outcome="").exists()


def test_in_the_days_of_grace_a_reminder_says_until_when_it_may_still_be_watched(staff):
    campaign = make_campaign(by=staff, days=3, grace_days=7)
    card = make_card(campaign, by=staff, agency=make_agency(email="ie@example.jp"))
    deadline, last = card.period.deadline, card.period.last_day
    for day, words in (
        (deadline, f"視聴期限は、{long_date(deadline)}です。"),
        (last, f"視聴期限は、{long_date(deadline)}でした。{long_date(last)}までは、まだ見られます。"),
    ):
        at = timezone.make_aware(datetime.combine(day, time(12)))
        remind(campaign=campaign, whom={Progress.NOT_STARTED}, actor=staff, now=at)
        assert words in OutgoingMail.objects.latest("pk").text


def test_each_is_reminded_a_week_before_its_own_deadline(staff):
    campaign = make_campaign(make_course(), by=staff, days=7)
    cards = [
        make_card(campaign, by=staff, agency=make_agency(name=f"家{each}", email=f"ie{each}@example.jp"))
        for each in range(2)
    ]
    inviting.extend(card=cards[1], until=TODAY + 9 * DAY, reason="夜勤", actor=staff, now=NOW)
    assert [remind_before_deadlines(now=NOW + days * DAY) for days in (0, 1, 2, 3)] == [1, 0, 1, 0]


def test_whoever_was_reminded_by_itself_is_not_reminded_by_hand_on_that_day_too(staff):
    campaign = make_campaign(make_course(), by=staff, days=7)
    make_card(campaign, by=staff, agency=make_agency(name="家", email="ie@example.jp"))
    assert remind_before_deadlines(now=NOW) == 1
    by_hand = {"campaign": campaign, "whom": {Progress.NOT_STARTED}, "actor": staff}
    assert remind(**by_hand, now=NOW) == {Way.TODAY: 1}
    assert remind(**by_hand, now=NOW + DAY) == {Way.MAIL: 1}
    assert OutgoingMail.objects.count() == 2


def test_names_are_forgotten_once_nobody_needs_them(staff):
    card = make_card(by=staff)
    name_people(card.agency, "見本 花子", by=staff)
    assert forget_names(now=NOW + 100 * DAY) == 0
    assert forget_names(now=NOW + 400 * DAY) == 1
    assert RosterName.objects.count() == 0


def test_a_merged_agency_leaves_its_cards_and_names_to_the_kept_one(staff):
    kept, merged = make_agency(name="残る家"), make_agency(name="まとめる家")
    campaign = make_campaign(by=staff)
    own, gone = (make_card(campaign, agency=each, by=staff) for each in (kept, merged))
    codes = [code_of(gone.seed)]
    inviting.issue_anew(card=gone, issue=gone.issue, actor=staff, now=NOW)
    gone.refresh_from_db()
    codes.append(code_of(gone.seed))
    other = make_card(make_campaign(make_course(slug="betsu"), by=staff), agency=merged, by=staff)
    name_people(kept, "見本 花子", by=staff)
    name_people(merged, "見本 花子", "見本 太郎", by=staff)
    move_cards(kept, merged)
    assert set(Invitation.objects.filter(agency=kept)) == {own, other}
    assert [invitation_by_replaced_code(code) for code in codes] == [own, own]
    assert list(RosterName.objects.values_list("agency", "name")) == [
        (kept.pk, "見本 太郎"),
        (kept.pk, "見本 花子"),
    ]
