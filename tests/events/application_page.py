"""The page of one application as whoever holds its link reads it."""

import re

from django.test import Client
from django.urls import reverse

from events import links
from events.models import Application


def address(application, name="application"):
    return reverse(f"events:{name}", args=[links.token(application)])


def shown(application, name="application", client=None):
    response = (client or Client()).get(address(application, name))
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    main = html.partition("<main")[2].partition("</main>")[0]
    return "".join(re.sub(r"<[^>]*>", "", main).split())


def people_of(application):
    return [person.name for person in application.participants.filter(cancelled_at=None).order_by("position")]


def fresh(application):
    return Application.objects.get(pk=application.pk)
