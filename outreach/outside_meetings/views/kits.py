"""The desk makes kits for first-time hosts, and fills them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Screen, form_screen
from outreach.outside_meetings import host_queries
from outreach.outside_meetings.access import (
    item_at_the_desk,
    kit_at_the_desk,
    outside_desk,
    story_at_the_desk,
)
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.forms.hosts import ItemForm, KitForm, StoryForm
from outreach.outside_meetings.models import HostKit
from outreach.outside_meetings.papers import cards_pdf, kit_pdf
from outreach.outside_meetings.services.hosts import (
    add_item,
    add_story,
    change_kit,
    make_kit,
    remove_item,
    remove_story,
)
from outreach.study_groups.asking_again import agency_names

from .frame import FORM, KITS, address, done, form_page, to_hosts, to_kits

PDF = "application/pdf"


@outside_desk.reading
def kits(request: HttpRequest) -> HttpResponse:
    """List the kits."""
    return desk.show(
        request, "outside_meetings/desk/kits.html", KITS, trail=[to_hosts()], kits=host_queries.kits()
    )


@outside_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a kit."""
    form = KitForm(request.POST or None)

    def save() -> Done:
        made = make_kit(details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("受け入れセットを作りました。次に、入れるものを書きます。", address("kit", made.pk))

    screen = Screen(FORM, "受け入れセットを作る", [to_hosts(), to_kits()])
    return form_screen(
        request, form, save, screen, refused_as=OutsideRefused, button="作る", back=address("kits")
    )


@outside_desk.reading
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a kit as the desk keeps it."""
    found = kit_at_the_desk(pk)
    return desk.show(
        request,
        "outside_meetings/desk/kit.html",
        found.title,
        trail=[to_hosts(), to_kits()],
        kit=found,
        things=host_queries.items_of(found),
        stories=host_queries.stories_of(found),
    )


@outside_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a kit."""
    found = kit_at_the_desk(pk)
    form = KitForm(request.POST or None, kit=found)

    def save() -> str:
        change_kit(kit=found, details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return "受け入れセットを直しました。"

    return _form(request, found, form, save, "受け入れセットを直す", "保存する")


@outside_desk.form_page
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay something into a kit."""
    found, form = kit_at_the_desk(pk), ItemForm(request.POST or None)

    def save() -> str:
        add_item(kit=found, details=form.details, actor=actor(request), now=timezone.now())
        return "受け入れセットに入れました。"

    return _form(request, found, form, save, "受け入れセットに入れる", "入れる")


@outside_desk.deed
def take_out(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take something out of a kit."""
    found = item_at_the_desk(pk, item)
    return done(
        request,
        lambda: remove_item(item=found, actor=actor(request), now=timezone.now()),
        f"「{found.title}」を、受け入れセットから出しました。",
        address("kit", pk),
    )


@outside_desk.form_page
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a story into a kit; what looks like somebody is asked about first."""
    found = kit_at_the_desk(pk)
    agencies = agency_names(timezone.localdate()) if request.method == "POST" else ()
    form = StoryForm(request.POST or None, agencies=agencies)

    def save() -> str:
        add_story(kit=found, details=form.details, actor=actor(request), now=timezone.now())
        return "話を入れました。"

    return _form(request, found, form, save, "受け入れたところの話", "入れる")


@outside_desk.deed
def take_story_out(request: HttpRequest, pk: int, story: int) -> HttpResponse:
    """Take a story out of a kit."""
    found = story_at_the_desk(pk, story)
    return done(
        request,
        lambda: remove_story(story=found, actor=actor(request), now=timezone.now()),
        f"「{found.title}」を、受け入れセットから出しました。",
        address("kit", pk),
    )


@outside_desk.reading
def kit_paper(_request: HttpRequest, pk: int) -> HttpResponse:
    """Return a kit on A4, without the office that can be asked."""
    content = kit_pdf(kit_at_the_desk(pk), None, now=timezone.now())
    return desk.file(content, name="はじめての受け入れ.pdf", content_type=PDF, inline=True)


@outside_desk.reading
def story_cards(_request: HttpRequest, pk: int) -> HttpResponse:
    """Return the stories of a kit as cards."""
    content = cards_pdf(kit_at_the_desk(pk), now=timezone.now())
    return desk.file(content, name="受け入れたところの話.pdf", content_type=PDF, inline=True)


def _form(
    request: HttpRequest,
    kit: HostKit,
    form: KitForm | ItemForm | StoryForm,
    save: Callable[[], str],
    title: str,
    button: str,
) -> HttpResponse:
    back = address("kit", kit.pk)
    trail = [to_hosts(), to_kits(), (kit.title, back)]
    return form_page(request, form, save, title=title, button=button, trail=trail, back=back)
