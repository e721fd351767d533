"""Names and words go years after; what was watched stays, of nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.limits import put_limit
from tests.factories.training_media import make_card, make_course, make_recording, make_viewer, name_people
from tests.working import work_off
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import ERASED, Coverage, Viewer
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.watching import jobs
from training_media.watching.limits import NAMES_KEPT, WORDS_KEPT
from training_media.watching.models import PersonalCard, Statement
from training_media.watching.services.coming_in import Who, make_personal_cards, name_viewers
from training_media.watching.services.forgetting import forget_names, forget_words

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def years(number):
    return timedelta(days=365 * number + 2)


def named(name="見本 花子", agency=None):
    viewer = make_viewer(name=name, agency=agency)
    Viewer.objects.update(known_since=NOW, job="介護職員", name_kana="ミホン")
    return viewer


def watch(viewer, *, at=NOW):
    sitting = begin_sitting(recording=make_recording(), viewers=[viewer], kind=SittingKind.ALONE, now=at)
    piece = Piece(0, (0, 15_000), (0, 15_000), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=at + timedelta(minutes=1))


def say(viewer, *, at=NOW, words="ためになった"):
    part = make_course(parts=1).parts.get()
    return Statement.objects.create(viewer=viewer, part=part, said_at=at, words=words)


def test_a_name_goes_years_after_and_the_figures_stay():
    viewer = named()
    watch(viewer)
    say(viewer)
    assert forget_names(now=NOW + years(4)) == 0
    assert forget_names(now=NOW + years(6)) == 1
    viewer.refresh_from_db()
    assert [viewer.name, viewer.folded_name, viewer.name_kana, viewer.job] == [ERASED, "", "", ""]
    assert (Coverage.objects.get().total, Statement.objects.get().words) == (15_000, "")
    assert forget_names(now=NOW + years(6)) == 0


@pytest.mark.parametrize("trace", ["watched", "said", "named"])
def test_whoever_came_back_keeps_the_name(manager, trace):
    put_limit(NAMES_KEPT, 366, by=manager)
    viewer, later = named(), NOW + timedelta(days=200)
    watch(viewer)
    if trace == "watched":
        watch(viewer, at=later)
    elif trace == "said":
        say(viewer, at=later)
    else:
        Viewer.objects.update(known_since=later)
    assert forget_names(now=NOW + timedelta(days=400)) == 0
    assert forget_names(now=NOW + timedelta(days=600)) == 1


def test_whoever_comes_back_under_an_erased_name_begins_anew():
    old = named()
    watch(old)
    watch(named("見本 太郎", agency=old.agency))
    assert forget_names(now=NOW + years(6)) == 2
    (new,) = name_viewers(agency=old.agency, people=[Who("見本 花子")], now=NOW + years(6))
    assert new.pk != old.pk
    assert not Coverage.objects.filter(viewer=new).exists()
    # Nobody is found by the empty name of those who were erased.
    (nobody,) = name_viewers(agency=old.agency, people=[Who("")], now=NOW + years(6))
    assert nobody.erased_at is None


def test_a_person_with_an_account_is_let_go_as_well(partner):
    viewer = named()
    Viewer.objects.filter(pk=viewer.pk).update(person=partner.person)
    watch(viewer)
    assert forget_names(now=NOW + years(6)) == 1
    viewer.refresh_from_db()
    assert viewer.person is None


def test_the_card_of_an_erased_name_is_gone(staff):
    card = make_card(by=staff)
    name_people(card.agency, "見本 花子", by=staff)
    names = card.agency.viewer_names.all()
    make_personal_cards(invitation=card, names=names, actor=staff, now=timezone.now())
    Viewer.objects.update(known_since=NOW)
    assert forget_names(now=NOW + years(6)) == 1
    assert not PersonalCard.objects.exists()


def test_words_go_and_that_somebody_said_so_stays(manager):
    put_limit(WORDS_KEPT, 100, by=manager)
    say(named())
    assert forget_words(now=NOW + timedelta(days=100)) == 0
    assert forget_words(now=NOW + timedelta(days=101)) == 1
    assert Statement.objects.get().words == ""
    assert forget_words(now=NOW + timedelta(days=101)) == 0


def test_the_job_forgets_both():
    long_ago = datetime(2015, 1, 1, tzinfo=UTC)
    viewer = named()
    say(viewer, at=long_ago)
    Viewer.objects.update(known_since=long_ago)
    jobs.forget.defer(timestamp=0)
    work_off("default")
    assert (Viewer.objects.get().name, Statement.objects.get().words) == (ERASED, "")
