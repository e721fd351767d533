"""The desk adds versions of a form, publishes empty ones, and says that it looked at them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept
from foundation.japanese.dates import long_date
from outreach.role_sheets.form_library import queries
from outreach.role_sheets.form_library.access import form_desk, kind_at_the_desk, version_at_the_desk
from outreach.role_sheets.form_library.forms import VersionForm, WordsForm
from outreach.role_sheets.form_library.models import FormVersion
from outreach.role_sheets.form_library.rules import may_remove
from outreach.role_sheets.form_library.services.library import (
    add_version,
    change_version,
    publish_version,
    remove_version,
    say_checked,
    withdraw_version,
)

from .frame import TYPES, address, form_page, pressed, to_forms


def to_version(version: FormVersion) -> list[tuple[str, str]]:
    """Return the way down to a version."""
    kind = version.kind
    return [
        to_forms(),
        (kind.title, address("form", kind.pk)),
        (version.name, address("version", version.pk)),
    ]


@form_desk.form_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a version with its files."""
    kind, back = kind_at_the_desk(pk), address("form", pk)
    form = VersionForm(request.POST or None, request.FILES or None, today=timezone.localdate())

    def save() -> Done:
        data = form.cleaned_data
        made = add_version(
            kind=kind,
            details=form.details,
            blank=data["blank"],
            marked=data["marked"],
            actor=actor(request),
            now=timezone.now(),
        )
        open_to = "だれでも使えます" if made.kind.is_listed else "様式集に出したときから、だれでも使えます"
        words = f"版を加えました。空の様式は、「公開する」を押すと、{open_to}。"
        return Done(words, address("version", made.pk))

    return form_page(
        request,
        form,
        save,
        title="版を加える",
        button="加える",
        trail=[to_forms(), (kind.title, back)],
        back=back,
        has_files=True,
    )


@form_desk.reading
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version: its files, the marks in it with what they say today, what was filled from it."""
    found, now = version_at_the_desk(pk), timezone.now()
    today = timezone.localdate(now)
    lines = queries.version_lines(queries.versions_of(found.kind), today=today)
    line = next(each for each in lines if each.version.pk == found.pk)
    return desk.show(
        request,
        "form_library/desk/version.html",
        f"{found.kind.title}　{found.name}",
        trail=to_version(found)[:-1],
        version=found,
        line=line,
        removal=may_remove(fillings=line.fillings, was_published=found.first_published_at is not None),
        is_due=found.review_due_on is None or found.review_due_on <= today,
        marks=queries.marks_of(found, now=now, this_day=today) if found.marked else None,
        fillings=queries.fillings_of(found),
    )


@form_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of a version."""
    found, today, back = version_at_the_desk(pk), timezone.localdate(), address("version", pk)
    form = WordsForm(request.POST or None, today=today, version=found)

    def save() -> Done:
        change_version(version=found, details=form.details, actor=actor(request), now=timezone.now())
        return Done("版を直しました。", back)

    return form_page(
        request,
        form,
        save,
        title="版を直す",
        button="保存する",
        trail=to_version(found),
        back=back,
        kept=Kept(found, lambda: WordsForm(today=today, version=version_at_the_desk(pk))),
        hint="ファイルは取りかえられません。様式が変わったときは、新しい版を加えてください。",
    )


@form_desk.deed
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody take the empty form."""
    found = version_at_the_desk(pk)

    def act() -> str:
        publish_version(version=found, actor=actor(request), now=timezone.now())
        if found.kind.is_listed:
            return "空の様式を公開しました。"
        return "空の様式を公開できます。「様式を直す」で様式集に出すと、だれでも使えます。"

    return pressed(request, act, address("version", pk))


@form_desk.deed
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the empty form back."""
    found = version_at_the_desk(pk)

    def act() -> str:
        withdraw_version(version=found, actor=actor(request), now=timezone.now())
        return "公開をやめました。"

    return pressed(request, act, address("version", pk))


@form_desk.deed
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the version is still right."""
    found = version_at_the_desk(pk)

    def act() -> str:
        due = say_checked(version=found, actor=actor(request), now=timezone.now())
        return f"内容を確かめたことを書きました。次は、{long_date(due)}です。"

    return pressed(request, act, address("version", pk))


@form_desk.form_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a version that was added by mistake, then take it away."""
    found, to = version_at_the_desk(pk), address("version", pk)
    if request.method != "POST":
        removal = may_remove(
            fillings=found.fillings.count(), was_published=found.first_published_at is not None
        )
        return desk.show(
            request,
            "form_library/desk/remove.html",
            "版を消す",
            trail=to_version(found),
            version=found,
            removal=removal,
            back=to,
        )

    def act() -> str:
        remove_version(version=found, actor=actor(request), now=timezone.now())
        return f"「{found.name}」を消しました。"

    return pressed(request, act, to, gone=address("form", found.kind_id))


@form_desk.reading
def file(_request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Return one of the two files of a version, to be saved."""
    found = version_at_the_desk(pk)
    files = {"blank": (found.blank, found.blank_suffix), "marked": (found.marked, found.marked_suffix)}
    stored, suffix = files.get(which, (None, ""))
    if not stored:
        raise Http404
    with stored.open("rb") as content:
        name = f"{found.kind.title}（{found.name}）.{suffix}"
        return desk.file(content.read(), name=name, content_type=TYPES[suffix])
