"""The desk's list of forms, and one form with its versions."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept
from outreach.role_sheets.form_library import queries
from outreach.role_sheets.form_library.access import form_desk, kind_at_the_desk
from outreach.role_sheets.form_library.forms import KindForm
from outreach.role_sheets.form_library.services.library import add_kind, change_kind

from .frame import FORMS, address, form_page, to_forms


@form_desk.reading
def forms(request: HttpRequest) -> HttpResponse:
    """List all forms under the duty that uses them."""
    shelves = queries.by_duty(queries.kinds(), today=timezone.localdate(), public=False)
    return desk.show(request, "form_library/desk/forms.html", FORMS, shelves=shelves)


@form_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Write a form into the library."""
    form = KindForm(request.POST or None)

    def save() -> Done:
        made = add_kind(details=form.details, actor=actor(request), now=timezone.now())
        return Done("様式を加えました。次に、版とファイルを入れます。", address("form", made.pk))

    trail, back = [to_forms()], address("forms")
    return form_page(request, form, save, title="様式を加える", button="加える", trail=trail, back=back)


@form_desk.reading
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a form with all its versions."""
    found = kind_at_the_desk(pk)
    return desk.show(
        request,
        "form_library/desk/form.html",
        found.title,
        trail=[to_forms()],
        kind=found,
        lines=queries.version_lines(queries.versions_of(found), today=timezone.localdate()),
    )


@form_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a form."""
    found, back = kind_at_the_desk(pk), address("form", pk)
    form = KindForm(request.POST or None, kind=found)

    def save() -> Done:
        change_kind(kind=found, details=form.details, actor=actor(request), now=timezone.now())
        return Done("様式を直しました。", back)

    return form_page(
        request,
        form,
        save,
        title="様式を直す",
        button="保存する",
        trail=[to_forms(), (found.title, back)],
        back=back,
        kept=Kept(found, lambda: KindForm(kind=kind_at_the_desk(pk))),
    )
