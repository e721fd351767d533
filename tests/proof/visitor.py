"""Somebody at a browser, over real HTTP: cookies, forms as they stand on the page, and the two factors."""

import http.client
import re
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from tests.factories.accounts import totp_code

TYPED_BY_NOBODY = {"submit", "button", "image", "reset"}
WAITS_SECONDS = 120


class Lost(Exception):
    """No answer came: whether the deed was done, nobody was told."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def location(self):
        return next((value for name, value in self.headers if name.lower() == "location"), "")

    @property
    def is_html(self):
        return any(name.lower() == "content-type" and "html" in value for name, value in self.headers)

    def forms(self):
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms

    def form(self, action=None):
        """Return the form that leads there, or the first that has something to type and leads back here."""
        found = [each for each in self.forms() if each.method == "post" and (each.action or None) == action]
        assert found, (self.status, action, [each.action for each in self.forms()])
        return found[0]


@dataclass
class Form:
    """One form of a page with what stands in it."""

    action: str
    method: str
    fields: list = field(default_factory=list)

    def names(self):
        return [each["name"] for each in self.fields]

    def filled(self, typed):
        """Return what a browser would send with this typed; what is not there cannot be typed."""
        missing = set(typed) - set(self.names())
        assert not missing, (missing, self.names())
        pairs = [(name, value) for name, value in typed.items()]
        return pairs + [
            (each["name"], each["value"])
            for each in self.fields
            if each["name"] not in typed and each["sent"]
        ]


class _Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.field = [], None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.form = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and given.get("name") and given.get("type") not in TYPED_BY_NOBODY:
            kind = given.get("type") or "text"
            sent = kind not in ("checkbox", "radio", "file") or "checked" in given
            self._add(given["name"], kind, given.get("value") or "", sent=sent)
        elif tag in ("select", "textarea") and given.get("name"):
            self._add(given["name"], tag, "", sent=True)
        elif tag == "option" and self.field and self.field["kind"] == "select":
            self.field["choices"].append(given.get("value") or "")
            if "selected" in given:
                self.field["value"] = given.get("value") or ""

    def _add(self, name, kind, value, *, sent):
        self.field = {"name": name, "kind": kind, "value": value, "sent": sent, "choices": []}
        self.form.fields.append(self.field)

    def handle_data(self, data):
        if self.form and self.field and self.field["kind"] == "textarea":
            self.field["value"] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = self.field = None
        elif tag in ("select", "textarea"):
            self.field = None


class Visitor:
    """A browser of one person. Remembers each address that was asked for and each that it was sent to."""

    def __init__(self, origin):
        self.origin, self.cookies, self.addresses = origin, {}, []

    def ask(self, method, path, body=None, **headers):
        """Ask once. Raises Lost when no whole answer comes."""
        line = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=WAITS_SECONDS)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent |= {"Origin": self.origin, "Referer": f"{self.origin}{path}"}
        try:
            line.request(method, path, body, sent | headers)
            got = line.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read())
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            line.close()
        self._remember(path, answer)
        return answer

    def _remember(self, path, answer):
        self.addresses += [path, answer.location]
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";")[0].partition("=")
                self.cookies[key] = kept

    def with_token(self):
        """Return the header that a script of the page would send: the request is looked at then."""
        return {"X-CSRFToken": next(value for name, value in self.cookies.items() if name.endswith("csrf"))}

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, pairs, files=()):
        """Send a form; `files` are (name, file name, content)."""
        if not files:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            return self.ask("POST", path, urlencode(pairs), **kind)
        mark = uuid.uuid4().hex
        return self.ask(
            "POST",
            path,
            _parts(mark, pairs, files),
            **{"Content-Type": f"multipart/form-data; boundary={mark}"},
        )

    def send(self, path, typed, *, action=None, files=()):
        """Look at a page, fill its form and send it."""
        page = self.get(path)
        pairs = page.form(action).filled(typed)
        return self.post(action or path, pairs, files)

    def sign_in(self, email, password, secret, *, steps=0):
        """Sign in with a password and the code of now, or of some half minutes beside it."""
        answer = self.send(
            "/accounts/login/", {"login": email, "password": password}, action="/accounts/login/"
        )
        assert answer.status == 302, (email, answer.status)
        where = answer.location
        if "/2fa/" in where or "authenticate" in where:
            where = urlsplit(where).path
            code = {"code": totp_code(secret=secret, steps=steps)}
            forms = [each for each in self.get(where).forms() if "code" in each.names()]
            answer = self.post(where, forms[0].filled(code))
        assert answer.status == 302, (email, answer.status, re.findall(r"<title>.*", answer.text))
        assert self.get("/handoff/").status == 200, email
        return self

    def show_password(self, password):
        """Give the password again, as deeds that weigh much ask for it."""
        where = "/accounts/reauthenticate/"
        forms = [each for each in self.get(where).forms() if "password" in each.names()]
        answer = self.post(where, forms[0].filled({"password": password}))
        assert answer.status == 302, answer.status
        return answer


def _parts(mark, pairs, files):
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, file_name, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        lines.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(lines) + f"--{mark}--\r\n".encode()


def absolute(path, href):
    """Return the path to which a link on a page leads."""
    return urljoin(path, href)
