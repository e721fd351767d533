"""One whole site, as the first day of a centre that also has seminars, figures, news, tags and papers."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.test import TransactionTestCase
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import Person, User
from accounts.services import invite_in_transaction
from content.models import open_to_everybody
from content.tags.models import Tag
from directory.declared.enums import LinkWay
from directory.declared.services.links import make_link
from directory.finding.services import rebuild_entries
from directory.joining.models import TurnQuestion
from directory.joining.services.turning import make_turn_letters
from directory.models import Agency
from events import links, participant_links
from events.lectures import links as lecture_links
from events.lectures.models import LectureRequest
from events.models import Application, Event
from events.notices import links as notice_links
from events.questionnaires.models import Questionnaire
from events.questionnaires.queries import missing_people
from events.services.changing import cancel_application
from events.services.deciding import draw_lots
from outreach.role_sheets.access import published_versions
from outreach.role_sheets.form_library.models import FormKind
from outreach.role_sheets.guides.models import Practice, QuestionAnswer
from outreach.role_sheets.models import SheetVersion
from outreach.study_groups.enums import COMMITTEES
from outreach.study_groups.models import Community
from portal.contact_desk import tickets
from portal.contact_desk.models import ContactMessage
from portal.demo.news import publish_demo_news
from portal.demo.world import build
from portal.digest import links as digest_links
from portal.digest.models import Subscription
from portal.figures.models import StatTable
from portal.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from portal.year_report.models import YearReport
from portal.year_report.services import publish_report, reopen_report, send_report
from tests.factories.directory import make_agency
from tests.factories.events import apply, make_session
from tests.factories.guides import make_guide
from tests.factories.leads import make_lead
from tests.factories.training_media import make_campaign, make_card, make_course, name_people
from tests.factories.whole_agency import fill
from tests.training_media.courses.made import make_open
from training_media.campaigns.keys import code_of
from training_media.campaigns.queries import names_of
from training_media.courses import links as course_links
from training_media.courses.models import CaptionTrack
from training_media.courses.queries import public_courses
from training_media.courses.services.making import move_course
from training_media.enums import Watchers
from training_media.leads.access import done_token
from training_media.watching.access import personal_token
from training_media.watching.services.coming_in import make_personal_cards

# The pattern of Wagtail's tree of pages.
TREE = "^((?:[\\w\\-]+/)*)$"
STEPS = ("", "done/", "change/", "cancel/")
LECTURE_STEPS = ("", "done/", "another/", "cancel/")


@dataclass(frozen=True)
class WholeSite:
    """The address of the site and where its patterns with parameters lead."""

    url: str
    filled: dict[str, list[str]]


@contextmanager
def whole_site(blocker):
    """Give one site to many tests; afterwards the database is as new. The tests may only read or add."""
    with blocker.unblock():
        server = None
        try:
            filled = make_world()
            server = LiveServer("localhost")
            yield WholeSite(server.url, filled)
        finally:
            if server:
                server.stop()
            TransactionTestCase._fixture_teardown(None)


def make_world():
    """Make something behind every kind of address; return what its parameters are, by pattern."""
    build(door="public", now=timezone.now())
    call_command("make_site", "--publish", stdout=StringIO())
    publish_demo_news(now=timezone.now())
    tag = Tag.objects.create(name="居住支援", slug="居住支援", reading="きょじゅうしえん")
    add_news(tag)
    page_lock, paper_lock = lock_a_page(), lock_papers()
    events = [event.get_absolute_url() for event in Event.objects.readable()]
    coming = Event.objects.readable().filter(sessions__starts_at__gt=timezone.now())
    application = links.path(
        Application.objects.filter(
            cancelled_at=None, session__event=coming.earliest("sessions__starts_at")
        ).latest("id")
    )
    message = tickets.number_token(ContactMessage.objects.latest("id"))
    lecture = lecture_links.path(LectureRequest.objects.get(state="proposed"))
    report = replace_a_report()
    return {
        "accounts/invitations/<str:code>/": [reverse("accounts:open_invitation", args=[invitation_code()])],
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
            "/accounts/password/reset/key/1-nothing/"
        ],
        "documents/authenticate_with_password/<int:restriction_id>/": [
            reverse("wagtaildocs_authenticate_with_password", args=[paper_lock.pk])
        ],
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": [
            reverse("wagtailcore_authenticate_with_password", args=[page_lock.pk, page_lock.page_id])
        ],
        "figures/<slug:slug>/": [table.get_absolute_url() for table in StatTable.objects.all()],
        "reports/<int:year>/": [reverse("year_report:report", args=[report.fiscal_year])],
        "reports/<int:year>/<int:version>/": [report.get_absolute_url()],
        "contact/form/done/<str:token>/": [reverse("contact_desk:done", args=[message])],
        "news/mail/confirm/<str:token>/": [
            digest_links.confirm_path(reader, reader.wish)
            for state in ("asked", "active")
            for reader in [Subscription.objects.filter(state=state).latest("id")]
        ],
        "news/mail/refuse/<str:token>/": [digest_links.refuse_path("0" * 64, "1" * 64)],
        "news/mail/stop/<str:token>/": [digest_links.stop_path(Subscription.objects.latest("id"))],
        "notices/stop/<str:token>/": [notice_links.path(Agency.objects.earliest("pk"))],
        "entry/<str:token>/": [entry_link()],
        "turn/<str:token>/": [turn_question()],
        "tags/<str:slug>/": [reverse("tags:tag", args=[each.slug]) for each in Tag.objects.all()],
        "directory/<slug:public_id>/": fill_the_directory(),
        "events/<slug:slug>/": events,
        "events/<slug:slug>/apply/": [f"{event.get_absolute_url()}apply/" for event in coming],
        **pages_of_courses(),
        "guides/forms/<slug:code>/": [each.get_absolute_url() for each in FormKind.objects.all()],
        "groups/<slug:slug>/": [
            each.get_absolute_url() for each in Community.objects.exclude(kind__in=COMMITTEES)
        ],
        **role_sheets(),
        **guides(),
        **participants_pages(),
        **{f"applications/<str:token>/{step}": [application + step] for step in STEPS[1:]},
        **applications_of_each_kind(application),
        **ways_to_watch(),
        **{f"lectures/requests/<str:token>/{step}": [lecture + step] for step in LECTURE_STEPS},
        TREE: [page.address for page in open_to_everybody(Page.objects.filter(depth__gte=2)).specific()],
    }


def ways_to_watch():
    """Return the entrance by a card, the card of one viewer, a course for everybody and its player."""
    staff = User.objects.filter(groups__name="staff").earliest("id")
    course = make_course(slug="mihon-miru", parts=2, watchers=Watchers.EVERYBODY)
    card = make_card(make_campaign(course, by=staff), agency=make_agency(name="視聴する家"), by=staff)
    name_people(card.agency, "見本 花子", by=staff)
    (own,) = make_personal_cards(
        invitation=card, names=names_of(card.agency), actor=staff, now=timezone.now()
    )
    address = reverse("watching:course", args=[course.slug])
    lead = make_lead(course=course, agency=card.agency)
    return {
        "videos/<slug:slug>/talk/": [reverse("leads:ask", args=[course.slug])],
        "videos/<slug:slug>/talk/done/<str:token>/": [
            reverse("leads:done", args=[course.slug, done_token(lead)])
        ],
        "watch/card/<str:code>/": [reverse("watching:by_code", args=[code_of(card.seed)])],
        "watch/me/<str:token>/": [reverse("watching:personal", args=[personal_token(own)])],
        "videos/<slug:slug>/watch/": [address],
        "videos/<slug:slug>/watch/<int:number>/": [f"{address}1/"],
    }


def applications_of_each_kind(first):
    """Return a drawn session's page, and the pages of whoever is asked about seats, waits or was decided."""
    now = timezone.now()
    drawn = make_session(
        now=now - timedelta(days=30),
        starts_at=now + timedelta(days=60),
        deadline_at=now - timedelta(days=1),
        admission="lottery",
        venue=3,
        title="くじで決める研修",
    )
    lots = [apply(drawn, people, now=now - timedelta(days=3)) for people in (2, 1, 2, 1)]
    draw_lots(session=drawn, actor=User.objects.earliest("id"), now=now)
    full = make_session(now=now, starts_at=now + timedelta(days=30), venue=3, offer_hours=48)
    seated, asked = apply(full, 2, now=now), apply(full, 3, now=now, least_people=1)
    cancel_application(application=seated, actor=None, by_staff=False, now=now)
    pages = [first, *(links.path(each) for each in (*lots, asked))]
    told = Application.objects.filter(session__event__questions__isnull=False, state="confirmed").first()
    return {
        "applications/<str:token>/questions/": [f"{links.path(told)}questions/"],
        "events/<slug:slug>/draw/<int:session_id>/": [
            reverse("events:draw", args=[drawn.event.slug, drawn.pk])
        ],
        "applications/<str:token>/": pages,
        "applications/<str:token>/offer/decline/": [
            reverse("events:decline_offer", args=[links.token(asked)])
        ],
    }


def pages_of_courses():
    """Close a second course beside the one that is open, and return the pages of both."""
    staff, manager = (User.objects.get(email=f"{name}@example.jp") for name in ("staff", "manager"))
    closed = make_open(staff, manager, title="前の年の研修動画")
    move_course(course=closed, move="close", actor=staff, now=timezone.now())
    tracks = CaptionTrack.objects.select_related("part__course").order_by("pk")
    return {
        "videos/<slug:slug>/": [course_links.course_path(each) for each in public_courses()],
        "videos/<slug:slug>/transcript/<int:part>/<slug:language>/": [
            course_links.transcript_path(each.part.course, each.part, each.language) for each in tracks
        ],
    }


def participants_pages():
    """Return the page of somebody who is asked and has not answered, and the questionnaire that they see."""
    questionnaire = Questionnaire.objects.filter(state="open", event__isnull=False).latest("id")
    person = missing_people(questionnaire, now=timezone.now()).first()
    answer = reverse("questionnaires:answer", args=[participant_links.token(person), questionnaire.pk])
    return {
        "participants/<str:token>/": [participant_links.path(person)],
        "participants/<str:token>/questionnaires/<int:pk>/": [answer],
    }


def role_sheets():
    """Return every published sheet, and a former version with what has changed since."""
    former = SheetVersion.objects.select_related("sheet").get(state="superseded")
    return {
        "role-sheets/<slug:slug>/": [each.sheet.get_absolute_url() for each in published_versions()],
        "role-sheets/<slug:slug>/versions/<int:number>/": [
            reverse("role_sheets:version", args=[former.sheet.slug, former.number])
        ],
    }


def guides():
    """Return an answer that holds, one to check and one that is over, a guide without parts, a practice."""
    more = make_guide("host-first", title="はじめて受け入れるときのガイド")
    followed = QuestionAnswer.objects.get(superseded_by__isnull=False)
    return {
        "guides/questions/<int:number>/": [f"/guides/questions/{number}/" for number in (1, 5, 8)],
        "guides/questions/<int:number>/<int:version>/": [followed.version_url],
        "guides/more/<slug:slug>/": [more.get_absolute_url()],
        "guides/practices/<int:number>/": [Practice.objects.get(number=4).get_absolute_url()],
    }


def fill_the_directory():
    """Let an agency tell all that one may; return its address and that of one of which little is known."""
    silent = Agency.objects.filter(kind="municipality").earliest("pk")
    told = make_agency(name="すべてを語る家", municipality=silent.municipality)
    rebuild_entries(today=timezone.localdate())
    fill(told)
    return [reverse("directory_finding:agency", args=[each.public_id]) for each in (told, silent)]


def entry_link():
    agency = Agency.objects.filter(merged_into=None, closed_on=None).earliest("id")
    actor = User.objects.earliest("id")
    _, token = make_link(agency=agency, way=LinkWay.PAPER, actor=actor, now=timezone.now())
    return reverse("directory_declared:by_link", args=[token])


def turn_question():
    TurnQuestion.objects.create(
        agency=Agency.objects.earliest("id"), fiscal_year=2026, way="paper", asked_at=timezone.now()
    )
    tokens = []

    def lay_out(letters):
        tokens.extend(token for _, token in letters)
        return b""

    actor = User.objects.earliest("id")
    make_turn_letters(fiscal_year=2026, lay_out=lay_out, actor=actor, now=timezone.now())
    token, *_ = tokens
    return reverse("directory_joining:turn", args=[token])


def invitation_code():
    person = Person.objects.create(name="見本 招待", name_kana="ミホン ショウタイ")
    with transaction.atomic():
        _, code = invite_in_transaction(person=person, roles=["editor"], actor=None, now=timezone.now())
    return code


def add_news(tag):
    index = NewsIndexPage.objects.get()
    for number in range(1, 4):
        page = NewsPage(
            title=f"北部圏域の会議を開きました（{number}回目）",
            slug=f"hokubu-{number}",
            day=date(2026, 11, number),
            category="report",
            consent="nobody",
            responsible="相談支援係",
            summary="住まいの探し方を、みんなで話し合いました。",
        )
        index.add_child(instance=page)
        page.tags.add(tag)
        page.save_revision().publish()


def replace_a_report():
    """Publish a second version of the yearly report; returns the first."""
    report = YearReport.objects.get()
    staff, manager = (User.objects.get(email=f"{name}@example.jp") for name in ("staff", "manager"))
    now = timezone.now()
    new = reopen_report(report=report, actor=manager, now=now)
    send_report(report=new, actor=staff, now=now)
    publish_report(report=new, actor=manager, now=now)
    report.refresh_from_db()
    return report


def lock_a_page():
    """Close a page with a password."""
    page = StandardPage(title="会の資料", slug="closed", summary="会の人だけが読みます。", responsible="係")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="hirake-goma"
    )


def lock_papers():
    """Close a collection of papers with a password."""
    papers = Collection.get_first_root_node().add_child(name="会の資料")
    return CollectionViewRestriction.objects.create(
        collection=papers, restriction_type=CollectionViewRestriction.PASSWORD, password="hirake-goma"
    )
