"""The application form as a visitor's browser opens and sends it."""

import re

from django.test import Client

from tests.events.filled import Form

CHECK = (None, "")
SEND, WAIT, CHANGE = ("send", "seats"), ("send", "waiting"), ("change", "1")
MORE, LESS = ("more", "1"), ("less", "1")
RIGHT = {
    "agency_name": "グループホームみなも",
    "contact_name": "佐久間 礼子",
    "phone": "099-000-4567",
    "email": "sakuma@minamo.example.jp",
    "people-0-name": "髙橋 慎",
    "people-0-name_kana": "タカハシ シン",
}


def address(event):
    return f"{event.get_absolute_url()}apply/"


def post(event, data, client=None):
    return (client or Client()).post(address(event), data)


def opened(event, client=None, query=""):
    response = (client or Client()).get(address(event) + query)
    assert response.status_code == 200
    return Form(response)


def mistakes(response):
    """Return the lines of the error summary; each must be a mistake of a page that was refused."""
    assert response.status_code == 422
    html = response.content.decode()
    assert "<title>エラー：" in html
    summary = html.partition('class="error-summary"')[2].partition("</ol>")[0]
    return re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", summary)


def confirmed(event, client=None, **changes):
    """Fill in a form that is right but for the changes, and return the confirm page."""
    response = post(event, opened(event, client).sent(**{**RIGHT, **changes}), client)
    assert response.status_code == 200, mistakes(response)
    return response
