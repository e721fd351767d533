from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from content.contact_card import write_contact_card
from foundation.centre.queries import current_centre
from portal import roles
from portal.figures.first_figures import load_first_figures_in_transaction
from portal.first_site import make_first_site
from portal.models import HomePage

# Readings of the first pages' sentences, as they come with the project.
READINGS = Path(roles.__file__).parent / "readings"
PORTS = {"http": 80, "https": 443}


class Command(BaseCommand):
    help = "最初のページと、役割ごとのページの権限を作ります。何度実行しても、あるものは変えません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--publish", action="store_true", help="下書きのページも、公開した状態で作る")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            make_all(publish=options["publish"])
        for file in sorted(READINGS.glob("*.txt")):
            call_command("load_readings", file, stdout=StringIO())
        self.stdout.write(f"{Site.objects.get(is_default_site=True).root_url} のページをそろえました。")


def make_all(*, publish: bool) -> None:
    """Make pages, first figures and rights in the caller's transaction."""
    now = timezone.now()
    home = make_first_site(publish=publish, now=now)
    load_first_figures_in_transaction(actor=None, now=now)
    point_site_to(home)
    name_the_roots()
    give_page_permissions(home)
    give_collection_permissions()
    centre = current_centre()
    transaction.on_commit(lambda: write_contact_card(centre))


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
