"""What somebody types stays text, and the code has no way to make more of it."""

import ast
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.architecture import tree
from tests.factories.accounts import sign_in
from tests.factories.cases import rows
from tests.factories.incidents import report
from tests.handoff.roles import NOBODYS

ROOMS = ("site/handoff", "site/accounts", "site/foundation")
# What would run, read or fetch by a text.
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "RawSQL",
    "system",
    "popen",
    "urlopen",
    "raw",
    "extra",
}
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "yaml",
    "random",
    "requests",
    "httpx",
    "ctypes",
    "telnetlib",
}
WEAK = {"md5", "sha1"}
# Who starts a program by fixed words, what bounds itself before it reads a hostile file, and what reads back
# plain values alone of what Django has pickled.
EXCEPTIONS = {
    "site/foundation/database/cache.py": {"pickle"},
    "site/foundation/database/embedded.py": {"subprocess"},
    "site/handoff/documents/remade.py": {"subprocess"},
    "site/handoff/documents/workshop/program.py": {"ctypes"},
}
FORBIDDEN_IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|localStorage|sessionStorage"
    r"|indexedDB|postMessage|__proto__|document\.cookie|https?://"
)
NASTY = "\"><script>alert(1)</script>' OR 1=1; -- {{ 7|add:7 }} %s {0} \r\nBcc: x@example.jp"


def modules():
    ours = [file for file in tree.modules() if str(file).startswith(ROOMS)]
    # An invented world may be drawn by lot.
    return [file for file in ours if "migrations" not in file.parts and not file.stem.startswith("demo")]


def found_in(source):
    """Return what of a module could make more of a text than a text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names} & (FORBIDDEN_MODULES | {"subprocess"})
            case ast.ImportFrom(module=str(module)):
                found |= {module.split(".")[0]} & (FORBIDDEN_MODULES | {"subprocess"})
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                if name in FORBIDDEN_CALLS | WEAK and ast.unparse(node.func) != "re.compile":
                    found.add(name)
    return found


def test_no_code_of_this_door_runs_reads_or_fetches_by_a_text():
    found = {str(file): found_in(tree.text(file)) for file in modules()}
    assert {file: what for file, what in found.items() if what} == EXCEPTIONS
    assert len(found) > 150


@pytest.mark.parametrize(
    "line",
    [
        "eval(words)",
        "import pickle",
        "os.system(words)",
        "rows.extra(where=[x])",
        "hashlib.md5(x)",
        "import random",
    ],
)
def test_the_check_sees_it(line):
    assert len(found_in(line)) == 1


def test_no_template_of_this_door_lets_text_through_unescaped():
    templates = [file for file in tree.files() if str(file).startswith(ROOMS) and file.suffix == ".html"]
    unescaped = {str(file) for file in templates if re.search(r"\|\s*safe\b|autoescape off", tree.text(file))}
    assert unescaped == set()
    assert len(templates) > 60


def test_no_script_of_this_door_writes_html_keeps_anything_or_calls_elsewhere():
    scripts = [file for file in tree.files() if str(file).startswith(ROOMS) and file.suffix == ".js"]
    assert {str(file) for file in scripts if FORBIDDEN_IN_SCRIPTS.search(tree.text(file))} == set()
    assert len(scripts) == 3


@pytest.mark.django_db
def test_what_looks_like_code_is_shown_as_it_was_typed(lead):
    client = sign_in(Client(), lead)
    form = client.get(reverse("handoff:new_incident")).context["form"]
    day = form["found_on"].field.widget.decompress(form["found_on"].value())
    days = {f"found_on_{place}": part for place, part in enumerate(day)}
    kept = client.post(
        reverse("handoff:new_incident"), {"kind": "loss", "what": NASTY, "about": NASTY[:12]} | days
    )
    assert kept.status_code == 422
    assert "<script>alert" not in kept.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in kept.text
    assert "{{ 7|add:7 }} %s {0}" in kept.text


@pytest.mark.django_db
def test_what_is_no_field_of_a_form_and_what_stands_twice_changes_nothing(lead):
    incident = report(lead)
    client = sign_in(Client(), lead)
    address = reverse("handoff:judge_incident", args=[incident.pk])
    typed = "kind=loss&kind=near_miss&exemption=none&reason=x&state=closed&is_reportable=true&key=1"
    client.post(address, typed, content_type="application/x-www-form-urlencoded")
    (row,) = rows(type(incident).objects.all())
    assert (row.kind, row.state, row.is_reportable, row.key) == ("near_miss", "assessed", False, incident.key)


@pytest.mark.django_db
def test_an_address_of_no_shape_of_ours_is_not_found(lead):
    client = sign_in(Client(), lead)
    for address in (
        "/handoff/../../etc/passwd/",
        "/handoff/incidents/1/",
        f"/handoff/{NOBODYS}/parts/none/",
        "/.git/HEAD",
    ):
        assert client.get(address).status_code == 404


def test_a_request_without_its_token_is_refused(db, lead):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, lead)
    assert client.post(reverse("handoff:stand_ins_seen")).status_code == 403


def test_cookies_are_shown_to_no_script_and_sent_by_no_other_site():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Strict", "Strict")
    assert settings.SESSION_COOKIE_DOMAIN is None


def test_nothing_for_developers_is_switched_on():
    assert not settings.DEBUG
    names = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]
    assert [name for name in names if "debug" in name or "admin" in name or "silk" in name] == []
