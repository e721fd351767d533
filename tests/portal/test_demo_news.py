"""News of the demo world are published nowhere but there; `test_demo_world.py` reads them."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.demo.news import publish_demo_news
from portal.models import NewsPage


def test_a_site_without_the_demo_s_people_gets_no_news(site):
    assert publish_demo_news(now=timezone.now()) == 0
    assert not NewsPage.objects.exists()


def test_outside_the_demo_there_are_none(db):
    with pytest.raises(CommandError, match="ここには出しません"):
        call_command("demo_news")
