from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from content.contact_card import write_contact_card
from foundation.centre.queries import current_centre
from portal import first_pages, roles
from portal.models import HomePage, NewsIndexPage, StandardPage

PORTS = {"http": 80, "https": 443}


class Command(BaseCommand):
    help = "最初のページと、役割ごとのページの権限を作ります。何度実行しても、あるものは変えません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--publish", action="store_true", help="三つの下書きも、公開した状態で作る")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        home = HomePage.objects.first() or make_home()
        point_site_to(home)
        if not NewsIndexPage.objects.exists():
            home.add_child(instance=news_index()).save_revision().publish()
        for draft in first_pages.DRAFTS:
            if not home.get_children().filter(slug=draft.slug).exists():
                make_page(home, draft, publish=options["publish"])
        name_the_roots()
        give_page_permissions(home)
        give_collection_permissions()
        centre = current_centre()
        transaction.on_commit(lambda: write_contact_card(centre))
        self.stdout.write(f"{Site.objects.get(is_default_site=True).root_url} のページをそろえました。")


def make_home() -> HomePage:
    """Return a new home page; Wagtail's own welcome page makes room for it."""
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home").first()
    if welcome:
        welcome.delete()
        root = Page.get_first_root_node()
    lanes = [
        {
            "kind": kind,
            "title": title,
            "say": say,
            "links": [{"text": word, "address": url} for word, url in links],
        }
        for kind, title, say, links in first_pages.LANES
    ]
    home = HomePage(**first_pages.HOME)
    home.lanes = raw("lanes", [("lane", lane) for lane in lanes])
    home.flow = raw("flow", [("step", {"name": name, "what": what}) for name, what in first_pages.FLOW])
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def raw(field: str, blocks: list[first_pages.Block]) -> Any:
    block = HomePage._meta.get_field(field).stream_block  # noqa: SLF001 -- Django's public-by-habit name
    return block.to_python([{"type": kind, "value": value} for kind, value in blocks])


def news_index() -> NewsIndexPage:
    return NewsIndexPage(
        title=first_pages.NEWS_TITLE, slug="news", summary=first_pages.NEWS_SUMMARY, responsible="センター"
    )


def make_page(home: HomePage, first: first_pages.FirstPage, *, publish: bool) -> None:
    """Add one page below the home page, published or as a draft."""
    block = StandardPage._meta.get_field("body").stream_block  # noqa: SLF001 -- Django's public-by-habit name
    page = StandardPage(
        title=first.title,
        slug=first.slug,
        summary=first.summary,
        responsible="センター",
        show_in_menus=first.in_menus,
        live=publish,
        body=block.to_python([{"type": kind, "value": value} for kind, value in first.body]),
    )
    home.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()


def point_site_to(home: HomePage) -> None:
    """Let the one site of this door begin at the home page, under the address of the settings."""
    parts = urlsplit(settings.OWN_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )


def name_the_roots() -> None:
    """Give Japanese names to what Wagtail calls Root."""
    Page.objects.filter(depth=1).update(title="すべてのページ", draft_title="すべてのページ")
    Collection.objects.filter(depth=1).update(name="すべて")


def give_page_permissions(home: HomePage) -> None:
    wanted = roles.PAGE_PERMISSIONS
    for group, permission in granted(wanted, app="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def give_collection_permissions() -> None:
    everything = Collection.get_first_root_node()
    for app in ("wagtailimages", "wagtaildocs"):
        for group, permission in granted(roles.COLLECTION_PERMISSIONS, app=app):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=everything, permission=permission
            )


def granted(wanted: dict[str, tuple[str, ...]], *, app: str) -> list[tuple[Group, Permission]]:
    """Return each group with each of its permissions that this app defines. `sync_roles` makes the groups."""
    permissions = Permission.objects.filter(content_type__app_label=app)
    return [
        (group, permission)
        for group in Group.objects.filter(name__in=wanted)
        for permission in permissions.filter(codename__in=wanted[group.name])
    ]
