"""Reads a form out of a page as a browser without scripts would send it."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of the form that is sent by POST, with what is written and chosen in them."""

    def __init__(self, response):
        super().__init__()
        self.fields = {}
        self.buttons = []
        self.inside = False
        self.select = self.textarea = None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            # The frame's own switch for readings is no part of what the page asks.
            self.inside = attrs.get("method") == "post" and attrs.get("action") != "/viewing/furigana/"
        # The switches above a form, and the button that its Enter key presses, belong to it as well.
        if not self.inside and attrs.get("form") != "typed-form":
            return
        name, value = attrs.get("name"), attrs.get("value", "")
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]
        elif tag == "option" and ("selected" in attrs or self.select not in self.fields):
            self.fields[self.select] = [value]
        elif tag == "button":
            self.buttons.append((name, value))
        elif tag == "input" and name:
            ticked = attrs.get("type") in ("radio", "checkbox")
            if not ticked or "checked" in attrs:
                self.fields.setdefault(name, []).append(attrs.get("value", "on" if ticked else ""))

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.fields[self.textarea] = [self.fields[self.textarea][0].removeprefix("\n")]
            self.textarea = None

    def sent(self, *, press=None, **changes):
        """Return what is sent when a button is pressed, as (name, value); None leaves a field out."""
        fields = self.fields | {
            key: value if isinstance(value, list) else [value] for key, value in changes.items()
        }
        if press:
            assert press in self.buttons
            fields |= {press[0]: [press[1]]}
        return {key: value for key, value in fields.items() if value != [None]}
