"""Somebody with a browser of their own, and an ear that knows each secret word in each way it is written."""

import html
import json
import re
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

from tests.factories.accounts import totp_code
from tests.proof.attacking.portal import HOST, wait_until

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINK = re.compile(r'(?:href|action)="([^"#]+)"')
REDIRECTS = (301, 302, 303, 307)
SESSIONS = {"public": "tsunagu", "private": "tsunagu-private"}
# Whose code was shown already.
USED = set()
TOKENS = {"public": "tsunagu-csrf", "private": "tsunagu-private-csrf"}


class Ear:
    """Hears whatever somebody is answered, and keeps each secret word that was in it."""

    def __init__(self, secrets):
        self.forms = {form: word for word in secrets for form in forms_of(word)}
        self.counts, self.hits, self.heard = Counter(), set(), set()

    def hear(self, where, *answers, asked=""):
        """Hear answers; what was asked with is known already, and may be said again."""
        for answer in answers:
            content = answer if isinstance(answer, bytes) else str(answer).encode(errors="replace")
            self.counts["answers"] += 1
            self.counts["bytes"] += len(content)
            # The same page comes a thousand times.
            if (key := hash((content, asked))) not in self.heard:
                self.heard.add(key)
                words = {word for form, word in self.forms.items() if form in content}
                self.hits |= {(where, word) for word in words if word not in asked}


def forms_of(word):
    """Return a word as pages, addresses, JSON and databases write it."""
    plain = {word, html.escape(word), quote(word), json.dumps(word)[1:-1], word.replace("-", "")}
    return {form.encode() for form in plain}


class Visitor:
    """Asks one door, keeps its cookies, and lets an ear hear each answer, headers too."""

    def __init__(self, door, port, ear, *, source="127.0.0.1", cookies=None):
        self.door, self.port, self.ear, self.source = door, port, ear, source
        self.cookies = dict(cookies or {})

    def ask(self, path, fields=None, *, headers=None):
        """Return status, headers and text of one answer; `fields` are posted."""
        connection = HTTPConnection(HOST, self.port, timeout=120, source_address=(self.source, 0))
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent |= headers or {}
        body = None
        if fields is not None:
            body = urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", quote(path, "/:?&=%"), body, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        self.ear.hear(f"{self.door} {path}", content, answer.headers, asked=f"{path} {fields}")
        return answer.status, answer.headers, content.decode(errors="replace")

    def send(self, path, fields):
        """Post a form with the token of its page, following nothing."""
        text = self.ask("/accounts/login/")[2] if TOKENS[self.door] not in self.cookies else ""
        found = TOKEN.search(text)
        token = found[1] if found else self.cookies[TOKENS[self.door]]
        return self.ask(path, fields | {"csrfmiddlewaretoken": token})

    def sign_in(self, login, password, secret):
        """Sign in on the real screens; returns where the second factor led, or nothing."""
        status, headers, _ = self.send("/accounts/login/", {"login": login, "password": password})
        if status not in REDIRECTS or "2fa/authenticate" not in headers["Location"]:
            return ""
        status, headers, _ = self.send(headers["Location"], {"code": self.fresh_code(secret)})
        return headers["Location"] if status in REDIRECTS else ""

    def fresh_code(self, secret):
        """Return a code that was not used yet: each opens once, and a little early as well."""
        now_or_early = (0, 1)

        def unused():
            codes = [totp_code(secret=secret, steps=steps) for steps in now_or_early]
            return next((code for code in codes if (secret, code) not in USED), "")

        code = wait_until(unused)
        USED.add((secret, code))
        return code

    def crawl(self, start, *, most, wanted=lambda path: True):
        """Follow links and read the addresses of forms; returns what answered 200, and the forms."""
        waiting, seen, opened, forms = list(start), set(start), [], set()
        while waiting and len(seen - set(waiting)) < most:
            path = waiting.pop(0)
            status, headers, text = self.ask(path)
            links = [headers["Location"]] if status in REDIRECTS else []
            if status == 200:
                opened.append(path)
                links += LINK.findall(text)
                forms |= {urlsplit(each).path for each in re.findall(r'action="([^"]+)"', text)}
            for link in links:
                parts = urlsplit(urljoin(path, html.unescape(link)))
                to = parts.path + (f"?{parts.query}" if parts.query else "")
                is_here = parts.netloc in ("", f"{HOST}:{self.port}")
                if is_here and to not in seen and wanted(to) and "logout" not in to:
                    seen.add(to)
                    waiting.append(to)
        return opened, sorted(forms)


class Watch(threading.Thread):
    """Somebody of the private door who goes on working while the other side is attacked."""

    def __init__(self, visitor, paths):
        super().__init__(daemon=True)
        self.visitor, self.paths = visitor, paths
        self.answers, self.slowest, self.is_over = Counter(), 0.0, threading.Event()

    def run(self):
        turn = 0
        while not self.is_over.wait(0.5):
            begun = time.monotonic()
            try:
                status = self.visitor.ask(self.paths[turn % len(self.paths)])[0]
            except (OSError, HTTPException) as error:
                status = type(error).__name__
            self.answers[status] += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            turn += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.join()
