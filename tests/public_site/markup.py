"""What is wrong with a page's HTML: as the standard parses it, and as a screen reader meets it."""

from collections import Counter
from dataclasses import dataclass

from tinyhtml5.parser import HTMLParser

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list", "form")


@dataclass(frozen=True)
class Page:
    """One page: its title and everything that is wrong with it."""

    title: str
    faults: list[str]


def read_page(html):
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    parsing = [f"line {position[0]}: {code} {details}" for position, code, details in parser.errors]
    titles = [words_of(each) for each in elements if each.tag == "title"]
    faults = parsing + headings(elements) + references(elements) + pictures(elements)
    if tree.get("lang") != "ja":
        faults.append("no language")
    return Page(titles[0] if titles else "", faults)


def words_of(element):
    return "".join(element.itertext()).strip()


def headings(elements):
    levels = [HEADINGS.index(each.tag) + 1 for each in elements if each.tag in HEADINGS]
    steps = zip([0, *levels], levels, strict=False)
    skipped = [f"h{after} after h{before}" for before, after in steps if after > before + 1]
    return skipped + ([] if levels.count(1) == 1 else [f"{levels.count(1)} h1"])


def references(elements):
    ids = Counter(each.get("id") for each in elements if each.get("id") is not None)
    twice = [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    pointed = {
        (name, target) for each in elements for name in POINTING for target in each.get(name, "").split()
    }
    inside = {("href", each.get("href")[1:]) for each in elements if (each.get("href") or "").startswith("#")}
    return twice + sorted(f"{name} to no {target}" for name, target in pointed | inside if target not in ids)


def pictures(elements):
    return [
        f"img {each.get('src')} without alt"
        for each in elements
        if each.tag == "img" and each.get("alt") is None
    ]
