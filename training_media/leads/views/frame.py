"""What the screens of the desk share."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from content.desk import SEE_OTHER, Link

TITLE = "話を聞きたい"


def address(name: str, *args: object) -> str:
    return reverse(f"lead_desk:{name}", args=args)


def to_leads() -> Link:
    return TITLE, address("leads")


def go(where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(where, status=SEE_OTHER)
