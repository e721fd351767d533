"""What a browser sends of a form that was opened: what it showed, and the mark of that."""

from django.forms import CheckboxInput
from django.forms.widgets import ChoiceWidget


def mark(client, address):
    """Open a form and return the mark that it carries."""
    return {"seen": client.get(address).context["seen"]}


def as_shown(client, address):
    """Open a form and return all that it would send if nothing was touched."""
    context = client.get(address).context
    sent = {"seen": context["seen"]}
    for bound in context["form"]:
        value, widget = bound.value(), bound.field.widget
        if isinstance(widget, CheckboxInput):
            sent |= {bound.html_name: "on"} if widget.check_test(value) else {}
        elif isinstance(widget, ChoiceWidget):
            sent[bound.html_name] = widget.format_value(value)
        else:
            sent[bound.html_name] = widget.format_value(value) or ""
    return sent
