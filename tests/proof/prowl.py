"""Walking through every room over HTTP: links and forms of each kind, with canaries wherever one types."""

import re
from collections import Counter

from django.urls import Resolver404, resolve

from tests.factories.hostile import pdf
from tests.proof.canaries import KANA, LATIN, WORDS

LINK = re.compile(r'href="(/handoff/[^"#]*)')
# Whoever is signed out, or whose factor is gone, sees nothing more.
NEVER_PRESSED = {
    "handoff:end_enrolment",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
}
# What is written about agencies, colleagues and rules stands in the clear: it tells of nobody supported.
OPEN_WORDS = {
    "handoff:agency": ("head",),
    "handoff:propose_enrolment": ("name", "name_kana"),
    "handoff:new_safeguard": ("law", "signed_by", "paper_at"),
    "handoff:renew_safeguard": ("law", "signed_by", "paper_at"),
    "handoff:settle_safeguard": ("law", "signed_by", "paper_at"),
    "handoff:new_sitting": ("place",),
    "handoff:settle_sitting": ("place",),
    "handoff:retention_periods": ("source",),
}
# The office of whoever has it in hand at a receiver on paper, in any form.
OFFICES = ("main", "second")
# Where a day is asked for in three parts.
DAY = {"_0": "8", "_1": "11", "_2": "20"}


class Prowler:
    """One person who looks at whatever is shown to them, and fills in and presses whatever there is."""

    def __init__(self, visitor, *, most_looked, most_pressed):
        self.visitor, self.most_looked, self.most_pressed = visitor, most_looked, most_pressed
        self.looked, self.pressed, self.answers = Counter(), Counter(), []
        # What forms would write into an address, by view and field.
        self.asked_by_address = set()

    def walk(self):
        """Look first, and press afterwards: what is pressed may close what was open."""
        waiting, seen, pages = ["/handoff/", "/handoff/rooms/"], set(), []
        while waiting:
            address = waiting.pop(0)
            name = name_of(address)
            if address in seen or not name or self.looked[name] >= self.most_looked:
                continue
            seen.add(address)
            self.looked[name] += 1
            answer = self._kept(self.visitor.get(address), name)
            if answer.is_html:
                pages.append((address, answer))
                waiting += [each.replace("&amp;", "&") for each in LINK.findall(answer.text)]
        for address, answer in pages:
            for form in answer.forms():
                if form.method == "post":
                    self._press(form, form.action or address)
                else:
                    name = name_of(form.action or address)
                    self.asked_by_address |= {(name, each["name"]) for each in form.fields}

    def _press(self, form, address):
        name = name_of(address)
        if not name or name in NEVER_PRESSED or self.pressed[name] >= self.most_pressed:
            return
        self.pressed[name] += 1
        pairs = [(each["name"], _typed(each, name)) for each in form.fields if each["kind"] != "file"]
        files = [
            (each["name"], f"{WORDS}-{LATIN}.pdf", written_pdf())
            for each in form.fields
            if each["kind"] == "file"
        ]
        self._kept(self.visitor.post(address, pairs, files), name)

    def _kept(self, answer, name):
        self.answers.append((name, answer))
        return answer


def name_of(address):
    """Return the name of the view behind an address, nothing where there is none."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _typed(field, view):
    """Return what is typed into a field: a canary where words go, a choice where there are some."""
    name, value = field["name"], field["value"]
    if field["kind"] in ("hidden", "date", "number", "checkbox", "radio"):
        return value
    if field["kind"] == "select":
        return value or next((each for each in field["choices"] if each), "")
    if name[-2:] in DAY:
        return value or DAY[name[-2:]]
    if name in (*OFFICES, *OPEN_WORDS.get(view, ())):
        return "ミホン" if "kana" in name else f"見本の{name}"
    if "email" in name:
        return "nobody@example.jp"
    return KANA if "kana" in name else f"{value}{WORDS}"


def written_pdf():
    """Return a file that holds canaries in its text, its title and as an attachment's name would."""

    def write(document):
        document.docinfo["/Title"] = f"{WORDS} {LATIN}"
        page = document.pages[0]
        page.obj.Contents = document.make_stream(f"BT ({LATIN}) Tj ET".encode())

    return pdf(write)
