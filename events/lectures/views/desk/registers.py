"""The menu, the lecturers, rooms and equipment at the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.lectures import queries
from events.lectures.access import lecture_desk
from events.lectures.desk_forms import LecturerForm, NewLecturerForm, ResourceForm, ThemeForm
from events.lectures.exceptions import RequestRefused
from events.lectures.models import Lecturer, LectureTheme, Resource
from events.lectures.services.registers import write_lecturer, write_resource, write_theme

from .frame import address, show, to_list

THEMES, LECTURERS, RESOURCES = "題目", "講師", "部屋・機材"
TEMPLATE = "lectures/desk/register_form.html"
LECTURER_FIELDS = ("shown_as", "can_lead", "email", "weekdays", "opens", "closes", "is_active")
RESOURCE_FIELDS = ("kind", "name", "note", "is_active")
THEME_FIELDS = ("code", "title", "minutes", "level", "audience", "aims", "materials", "is_active")


@lecture_desk.reading
def themes(request: HttpRequest) -> HttpResponse:
    """Show the menu as staff keep it, retired themes last."""
    return show(request, "themes", THEMES, trail=None, themes=queries.every_theme(), here="themes")


@lecture_desk.form_page
def add_theme(request: HttpRequest) -> HttpResponse:
    """Add a theme to the menu."""
    return _theme(request, None)


@lecture_desk.form_page
def change_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a theme, or retire it."""
    return _theme(request, get_object_or_404(queries.every_theme(), pk=pk))


def _theme(request: HttpRequest, theme: LectureTheme | None) -> HttpResponse:
    form = _theme_form(theme, _posted(request))

    def save() -> Done:
        written = write_theme(
            theme=theme,
            values=form.values,
            lecturers=form.cleaned_data["lecturers"],
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"「{written}」を保存しました。", address("themes"))

    kept = None
    if theme is not None:
        kept = Kept(theme, lambda: _theme_form(get_object_or_404(queries.every_theme(), pk=theme.pk)))
    screen = Screen(TEMPLATE, str(theme or "題目を加える"), [to_list(), (THEMES, address("themes"))])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=RequestRefused,
        kept=kept,
        field="code",
        back=address("themes"),
    )


def _theme_form(theme: LectureTheme | None, data: Any = None) -> ThemeForm:
    lecturers = queries.lecturers_for(theme)
    if theme is None:
        return ThemeForm(data, lecturers=lecturers, initial={"minutes": 60})
    initial = _initial(theme, THEME_FIELDS) | {"lecturers": [each.pk for each in theme.lecturers.all()]}
    return ThemeForm(data, lecturers=lecturers, initial=initial)


@lecture_desk.reading
def lecturers(request: HttpRequest) -> HttpResponse:
    """Show who goes out to speak, and when."""
    return show(
        request, "lecturers", LECTURERS, trail=None, lecturers=queries.every_lecturer(), here="lecturers"
    )


@lecture_desk.form_page
def add_lecturer(request: HttpRequest) -> HttpResponse:
    """Add somebody of the centre, or an expert."""
    initial = {
        "shown_as": "センターの職員",
        "weekdays": [0, 1, 2, 3, 4],
        "opens": "9:00",
        "closes": "17:00",
        "is_active": True,
    }
    form = NewLecturerForm(_posted(request), people=queries.people_to_add(), initial=initial)

    def save() -> Done:
        values = {name: form.cleaned_data[name] for name in LECTURER_FIELDS}
        written = write_lecturer(
            lecturer=None,
            person=form.cleaned_data["person"],
            values=values,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"{written}さんを加えました。", address("lecturers"))

    screen = Screen(TEMPLATE, "講師を加える", [to_list(), (LECTURERS, address("lecturers"))])
    return form_screen(
        request, form, save, screen, refused_as=RequestRefused, field="person", back=address("lecturers")
    )


@lecture_desk.form_page
def change_lecturer(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when and as what somebody goes out."""
    lecturer = get_object_or_404(queries.every_lecturer(), pk=pk)
    form = LecturerForm(_posted(request), initial=_initial(lecturer, LECTURER_FIELDS))

    def save() -> Done:
        values = {name: form.cleaned_data[name] for name in LECTURER_FIELDS}
        write_lecturer(
            lecturer=lecturer, person=None, values=values, actor=actor(request), now=timezone.now()
        )
        return Done("変更を保存しました。", address("lecturers"))

    def fresh() -> LecturerForm:
        return LecturerForm(
            initial=_initial(get_object_or_404(queries.every_lecturer(), pk=pk), LECTURER_FIELDS)
        )

    screen = Screen(TEMPLATE, f"{lecturer}さん", [to_list(), (LECTURERS, address("lecturers"))])
    kept = Kept(lecturer, fresh)
    return form_screen(
        request, form, save, screen, refused_as=RequestRefused, kept=kept, back=address("lecturers")
    )


@lecture_desk.reading
def resources(request: HttpRequest) -> HttpResponse:
    """Show the rooms and things that lectures use."""
    return show(
        request, "resources", RESOURCES, trail=None, resources=queries.every_resource(), here="resources"
    )


@lecture_desk.form_page
def add_resource(request: HttpRequest) -> HttpResponse:
    """Add a room or a thing."""
    return _resource(request, None)


@lecture_desk.form_page
def change_resource(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a room or a thing."""
    return _resource(request, get_object_or_404(queries.every_resource(), pk=pk))


def _resource(request: HttpRequest, resource: Resource | None) -> HttpResponse:
    initial = _initial(resource, RESOURCE_FIELDS) if resource else {"is_active": True}
    form = ResourceForm(_posted(request), initial=initial)

    def save() -> Done:
        written = write_resource(
            resource=resource, values=form.cleaned_data, actor=actor(request), now=timezone.now()
        )
        return Done(f"「{written}」を保存しました。", address("resources"))

    kept = None
    if resource is not None:
        pk = resource.pk
        kept = Kept(
            resource,
            lambda: ResourceForm(
                initial=_initial(get_object_or_404(queries.every_resource(), pk=pk), RESOURCE_FIELDS)
            ),
        )
    screen = Screen(
        TEMPLATE, str(resource or "部屋・機材を加える"), [to_list(), (RESOURCES, address("resources"))]
    )
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=RequestRefused,
        kept=kept,
        field="name",
        back=address("resources"),
    )


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _initial(record: Lecturer | Resource | LectureTheme, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
