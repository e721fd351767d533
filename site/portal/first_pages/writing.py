"""How first pages are written: a page is data, a block is its kind and its value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type Block = tuple[str, Any]


@dataclass(frozen=True)
class FirstPage:
    """One page of a new site, a draft until somebody has read and published it.

    `model` names its type in `portal.models`; `fields` holds what that type has besides; a value of blocks is
    a list of `Block`. `twin` is the address of the page that says the same in easy words.
    """

    slug: str
    title: str
    summary: str
    body: list[Block] = field(default_factory=list)
    in_menus: bool = False
    model: str = "StandardPage"
    fields: Mapping[str, Any] = field(default_factory=dict)
    children: tuple["FirstPage", ...] = ()


def heading(text: str, level: str = "h2") -> Block:
    return "heading", {"text": text, "level": level}


def text(*paragraphs: str) -> Block:
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def points(*items: str) -> Block:
    return "text", f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def numbered(*items: str) -> Block:
    return "text", f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"


def facts(caption: str, *rows: tuple[str, str]) -> Block:
    return "facts", {"caption": caption, "rows": [{"name": name, "value": value} for name, value in rows]}


def questions(*pairs: tuple[str, str]) -> Block:
    return "questions", [{"question": asked, "answer": f"<p>{answer}</p>"} for asked, answer in pairs]


def notice(title: str, *paragraphs: str, kind: str = "info") -> Block:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return "notice", {"kind": kind, "title": title, "text": body}


def links(title: str, *pairs: tuple[str, str]) -> Block:
    return "links", {"title": title, "links": [{"text": text, "address": url} for text, url in pairs]}


def steps(*pairs: tuple[str, str]) -> Block:
    return "steps", [{"name": name, "what": what} for name, what in pairs]


def phone(call: str = "まず、電話で話してみませんか") -> Block:
    return "phone", {"call": call}
