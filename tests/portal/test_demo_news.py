"""News of the demo world: with tags, one from an event, once, and nowhere but in the demo."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.tags.models import Tag
from foundation.audit.models import Entry
from portal.demo.news import publish_demo_news
from portal.demo.world import build
from portal.models import NewsPage
from tests.factories.first_site import place_first_site


def test_each_tag_of_the_demo_leads_to_news_and_one_was_begun_from_an_event(client, db):
    now = timezone.now()
    place_first_site()
    build(door="public", now=now)
    assert publish_demo_news(now=now) == 3
    for tag in Tag.objects.all():
        page = client.get(f"/tags/{tag.slug}/").content.decode()
        assert re.findall(r'href="/news/[^"]+/"', page), tag
    report = NewsPage.objects.get(title="「支援する人の心を守る」を開きました")
    assert Entry.objects.filter(verb="portal.report_begun", subject_id=str(report.pk)).count() == 1
    html = client.get(report.address).content.decode()
    assert ("持ち帰ったこと" in html, report.participant_count > 4) == (True, True)
    assert publish_demo_news(now=now) == 0
    assert NewsPage.objects.live().count() == 3


def test_a_site_without_the_demo_s_people_gets_no_news(site):
    assert publish_demo_news(now=timezone.now()) == 0
    assert not NewsPage.objects.exists()


def test_outside_the_demo_there_are_none(db):
    with pytest.raises(CommandError, match="ここには出しません"):
        call_command("demo_news")
