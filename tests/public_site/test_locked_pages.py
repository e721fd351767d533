"""A page behind a password: readable for everybody, and silent about what it closes."""

import re

from django.test import Client
from wagtail.models import PageViewRestriction


def test_the_door_of_a_closed_page_tells_nothing_of_it(site):
    lock = PageViewRestriction.objects.get()
    page = lock.page.specific
    shown = Client().get(page.address).content.decode()
    assert "ここを読むには、パスワードが必要です" in shown
    for words in (page.title, page.summary):
        assert words not in re.sub(r"<input[^>]*return_url[^>]*>", "", shown)


def test_the_password_opens_it(site):
    lock = PageViewRestriction.objects.get()
    address = lock.page.specific.address
    client = Client()
    door = f"/_util/authenticate_with_password/{lock.pk}/{lock.page_id}/"
    refused = client.post(door, {"password": "iie", "return_url": address})
    assert "パスワード" in refused.content.decode()
    assert 'class="error-summary"' in refused.content.decode()
    assert client.post(door, {"password": lock.password, "return_url": address}).status_code == 302
    assert lock.page.title in client.get(address).content.decode()
