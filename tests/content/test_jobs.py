from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from content.jobs import publish_scheduled
from portal.models import StandardPage


def test_a_page_is_published_when_its_time_has_come_and_taken_down_when_it_is_over(db):
    home = Page.objects.get(slug="home")
    now = timezone.now()
    coming = StandardPage(
        title="公開を待つページ", responsible="係", live=False, go_live_at=now - timedelta(minutes=1)
    )
    home.add_child(instance=coming)
    coming.save_revision(approved_go_live_at=coming.go_live_at)
    ending = StandardPage(title="終わるページ", responsible="係", expire_at=now - timedelta(minutes=1))
    home.add_child(instance=ending)
    publish_scheduled(timestamp=0)
    live = Page.objects.filter(depth=3).values_list("title", "live")
    assert dict(live) == {"公開を待つページ": True, "終わるページ": False}
