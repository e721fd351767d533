"""The components of the look. Arguments go by keyword; an unknown or missing one raises."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import segno
from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context, TemplateSyntaxError
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from foundation.japanese.dates import wareki_year, weekday
from foundation.japanese.numbers import dialable
from foundation.ui import drawing as geometry

register = template.Library()

COMPONENTS = frozenset(
    path.stem for path in (Path(__file__).parents[1] / "static/ui/css/components").glob("*.css")
)
STATES = ("open", "few", "full", "wait", "ended", "done", "turn", "error")
NOTICE_ICONS = {
    "info": "information-circle",
    "ok": "check",
    "warn": "information-circle",
    "error": "exclamation-triangle",
    "next": "calendar-days",
}
MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "error"}

type Link = tuple[str, str]


def one_of(tag: str, value: str, allowed: Collection[str]) -> str:
    """Return the value. Raises TemplateSyntaxError when it is none of the allowed ones."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{tag}: {value!r} is none of {', '.join(sorted(allowed))}")
    return value


def render(context: Context, component: str, **values: object) -> SafeString:
    """Return the component's template filled with values and nothing else of the page."""
    assert context.template is not None
    filled = context.template.engine.get_template(f"ui/components/{component}.html")
    return filled.render(context.new(values))


# Drawings and motifs


@register.inclusion_tag("ui/components/window.html")
def window(*, lit: int, size: str = "", off: bool = False) -> dict[str, Any]:
    """Show how far something has come: 0 to 6 lit panes, or a crossed-out window for what was called off."""
    on, dark = geometry.window_panes(lit)
    return {"on": on, "dark": dark, "size": one_of("window", size, ("", "big")), "off": off}


@register.inclusion_tag("ui/components/arcs.html")
def arcs(*, kind: str) -> dict[str, Any]:
    """Show two agencies and one person: full 併走, half 引継ぎ中, apart 後方支援. Stands beside the word."""
    return {"kind": one_of("arcs", kind, ("full", "half", "apart"))}


@register.inclusion_tag("ui/components/drawing.html")
def drawing(*, name: str) -> dict[str, Any]:
    """Show one of the look's drawings: decoration, never the only bearer of a meaning."""
    return {"paths": f"ui/drawings/{one_of('drawing', name, geometry.DRAWINGS)}.html"}


@register.inclusion_tag("ui/components/hero-scene.html")
def hero_scene() -> dict[str, Any]:
    """Show the way from the bench to the lit house, for the home page."""
    return {}


@register.inclusion_tag("ui/components/street.html")
def street() -> dict[str, Any]:
    """Show the evening street that stands above every footer."""
    return {}


@register.inclusion_tag("ui/components/logo-mark.html")
def logo_mark() -> dict[str, Any]:
    """Show the mark: two open arcs with a lit window."""
    return {}


@cache
def outline(name: str) -> SafeString:
    try:
        drawn = heroicon_outline(name, size=None, **{"class": "icon", "stroke-width": "2"})
    except IconDoesNotExist as error:
        raise TemplateSyntaxError(str(error)) from error
    return mark_safe(drawn)  # noqa: S308 -- a file of the package and our two attributes


@register.simple_tag
def icon(*, name: str) -> SafeString:
    """Show an icon of the heroicons outline set, hidden from screen readers: a word stands beside it."""
    return outline(name)


@register.inclusion_tag("ui/components/qr.html")
def qr(*, data: str, label: str) -> dict[str, Any]:
    """Show a QR code of the data with a caption that says where it leads."""
    code = segno.make(data, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return {"code": mark_safe(drawn), "label": label}  # noqa: S308 -- drawn by segno from modules, holds no text


@register.inclusion_tag("ui/components/seats.html")
def seats(*, taken: int, capacity: int, held: int = 0) -> dict[str, Any]:
    """Show the seats as marks: filled taken, dashed held, open free. The numbers stand beside it in words."""
    on, waiting, free = geometry.seat_marks(taken=taken, held=held, capacity=capacity)
    return {
        "taken": geometry.seat_path(0, on),
        "held": geometry.seat_path(on, waiting),
        "free": geometry.seat_path(on + waiting, free),
        "height": 18 * ceil((on + waiting + free) / geometry.SEATS_A_ROW),
    }


# Words


@register.simple_block_tag
def state(content: str, *, kind: str) -> SafeString:
    """Say a state in words; the shape before it only repeats the word."""
    return format_html('<span class="state state--{}">{}</span>', one_of("state", kind, STATES), content)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, *, kind: str, title: str, heading: str = "p") -> SafeString:
    """Tell something: info, ok, warn, error or next. With `heading="h2"` it is found by headings."""
    return render(
        context,
        "notice",
        kind=one_of("notice", kind, NOTICE_ICONS),
        icon_name=NOTICE_ICONS[kind],
        title=title,
        heading=one_of("notice", heading, ("p", "h2", "h3")),
        content=content,
    )


@register.inclusion_tag("ui/components/message-list.html")
def message_list(*, messages: Iterable[Message]) -> dict[str, Any]:
    """Show Django's messages as notices; errors are announced at once, the rest when the reader pauses."""
    kinds = ((MESSAGE_KINDS.get(message.level_tag, "info"), message) for message in messages)
    return {
        "notices": [
            {"kind": kind, "icon_name": NOTICE_ICONS[kind], "text": message.message}
            for kind, message in kinds
        ]
    }


@register.simple_block_tag(takes_context=True)
def empty_list(context: Context, content: str, *, title: str) -> SafeString:
    """Say that a list has nothing yet, and what comes next."""
    return render(context, "empty-list", title=title, content=content)


@register.inclusion_tag("ui/components/date-block.html")
def date_block(*, date: dt.date, with_year: bool = False) -> dict[str, Any]:
    """Show a day in large figures with month and weekday in words; of a datetime, the day in Japan."""
    if isinstance(date, dt.datetime):
        date = timezone.localdate(date) if timezone.is_aware(date) else date.date()
    return {"date": date, "weekday": weekday(date), "year": wareki_year(date) if with_year else ""}


@register.simple_block_tag
def facts(content: str, *, variant: str = "") -> SafeString:
    """Show names and values side by side; variant `narrow` or `wide` for the column of names."""
    css_class = f"facts facts--{variant}" if one_of("facts", variant, ("", "narrow", "wide")) else "facts"
    return format_html('<dl class="{}">{}</dl>', css_class, content)


@register.simple_block_tag
def fact(content: str, *, name: str) -> SafeString:
    """Show one name and its value inside `facts`."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, content)


@register.simple_block_tag(takes_context=True)
def check_group(
    context: Context, content: str, *, title: str, change_url: str = "", change_to: str = ""
) -> SafeString:
    """Show one group of the confirm page, with the way back to change it.

    The way is a link, or inside the page's own form a button named `change`: `change_to` is where it leads.
    """
    values = {"title": title, "change_url": change_url, "change_to": change_to, "content": content}
    return render(context, "check-group", **values)


@register.simple_block_tag(takes_context=True)
def phone(context: Context, content: str, *, number: str, call: str, band: bool = False) -> SafeString:
    """Show the phone object: a person answers. `band` lays it on persimmon paper."""
    values = {"number": number, "digits": dialable(number), "call": call, "band": band, "content": content}
    return render(context, "phone", **values)


# Ways through the site


@register.simple_tag
def css(*, names: str) -> SafeString:
    """Link the CSS files of components, named with spaces between. Raises for a name without a file."""
    known = [one_of("css", name, COMPONENTS) for name in names.split()]
    links = ((static(f"ui/css/components/{name}.css"),) for name in known)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_block_tag(takes_context=True)
def site_header(
    context: Context, content: str, *, name: str, sub: str, home_url: str = "/", variant: str = ""
) -> SafeString:
    """Show the header; `partner` and `private` rooms are recognisable. The content stands beside the logo."""
    one_of("site_header", variant, ("", "partner", "private"))
    values = {"name": name, "sub": sub, "home_url": home_url, "variant": variant, "content": content}
    return render(context, "site-header", **values)


@register.inclusion_tag("ui/components/site-menu.html")
def site_menu(*, items: Sequence[Link], label: str, current: str) -> dict[str, Any]:
    """Show the main menu; the entry that the current path lies under is marked."""
    around = [url for _, url in items if url == current or (url != "/" and current.startswith(url))]
    here = max(around, key=len, default="")
    marks = [
        {"text": text, "url": url, "current": ("page" if url == current else "true") if url == here else ""}
        for text, url in items
    ]
    return {"items": marks, "label": label}


@register.inclusion_tag("ui/components/breadcrumb.html")
def breadcrumb(*, items: Sequence[Link], label: str = "いまいるところ") -> dict[str, Any]:
    """Show the way down to this page; the last item is this page and no link."""
    return {"above": items[:-1], "here": items[-1][0], "label": label}


@register.inclusion_tag("ui/components/stages.html")
def stages(*, current: int, names: str | Sequence[str]) -> dict[str, Any]:
    """Show the stages of a form, counted from 1: done ones lit, the current one filling, later ones dark."""
    named = names.split(",") if isinstance(names, str) else names
    lights = [geometry.stage_light(position, current, len(named)) for position in range(1, len(named) + 1)]
    numbered = enumerate(zip(named, lights, strict=True), start=1)
    return {
        "stages": [
            {"name": name, "lit": lit, "is_current": position == current, "is_done": position < current}
            for position, (name, lit) in numbered
        ]
    }


def page_address(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = QueryDict(parts.query, mutable=True)
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return urlunsplit(parts._replace(query=query.urlencode()))


@register.inclusion_tag("ui/components/pages.html")
def pages(*, page_obj: Page[Any], url: str, label: str = "ページ送り") -> dict[str, Any]:
    """Show the pages of a list; every other key of the address is kept. One page alone shows nothing."""
    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    entries = [
        {"number": number, "url": page_address(url, number) if isinstance(number, int) else ""}
        for number in numbers
    ]
    rest = paginator.count - page_obj.end_index()
    return {
        "entries": entries if paginator.num_pages > 1 else [],
        "current": page_obj.number,
        "next_url": page_address(url, page_obj.number + 1) if page_obj.has_next() else "",
        "next_count": min(paginator.per_page, rest),
        "label": label,
    }


@register.inclusion_tag("ui/components/search-box.html")
def search_box(
    *,
    action: str,
    label: str,
    name: str = "q",
    value: str = "",
    button: str = "さがす",
    form_id: str = "",
) -> dict[str, Any]:
    """Show a search form that works by GET; with an id, the frame's switches keep what is typed in it."""
    words = {"label": label, "value": value, "button": button}
    return words | {"action": action, "name": name, "form_id": form_id}


@register.simple_block_tag(takes_context=True)
def sign_in(context: Context, content: str, *, title: str) -> SafeString:
    """Show the panel of a sign-in page; the title is the page's h1."""
    return render(context, "sign-in", title=title, content=content)


@register.inclusion_tag("ui/components/sample-band.html", takes_context=True)
def sample_band(context: Context) -> dict[str, Any]:
    """Say 見本 while the context's `sample_world` is true; stands in the skeleton and once in every paper."""
    return {
        "sample_world": context.get("sample_world", False),
        "sample_guide": context.get("sample_guide", ""),
    }
