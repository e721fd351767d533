"""Sheets of the demo world: agreed ones, one with its municipality, a former version and an agency's copy."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from directory.models import Municipality
from foundation.demo import World

from .demo_sheets import COORDINATION, PREVENTION, exit_support
from .enums import OPEN, Scene, Theme
from .models import RoleSheet, SheetVersion
from .services.making import begin_version, copy_to_own, make_sheet
from .services.stepping import Agreement, agree_to_version, publish_version, send_version
from .services.writing import save_content

FIRST = timedelta(days=400)
SECOND = timedelta(days=40)
EXIT = "出口支援の役割分担表"
MEETING = "相談の窓口になり、困ったときに会議を開く"
TELLS = "住民票、手帳の見通しを答える"


def seed(world: World) -> None:
    """Write the sheets, agree to them, publish them and begin one more; once."""
    if world.door != "public" or RoleSheet.objects.exists():
        return
    writing = _Writing(world)
    writing.published("再犯防止の役割分担", Theme.PREVENTION, "小松市", "komatsu_section", PREVENTION)
    writing.published("連携強化事業の役割分担", Theme.COORDINATION, "", "", COORDINATION, is_template=True)
    town = exit_support("小松市", "見本福祉課\n基幹相談支援センター", meeting="会議に出る", tells=TELLS)
    komatsu = writing.published(EXIT, Theme.EXIT, "小松市", "komatsu_section", town, is_template=True)
    town = exit_support("小松市", "見本福祉課\n基幹相談支援センター", meeting=MEETING, tells=TELLS)
    writing.next_version(komatsu, town)
    nanao = exit_support("七尾市", "福祉の窓口", meeting=MEETING, tells="転入の見通しと、窓口の名前を答える")
    writing.published(EXIT, Theme.EXIT, "七尾市", "", nanao)
    wajima = exit_support("輪島市", "見本福祉課", meeting=MEETING, tells=TELLS)
    sent = writing.made(EXIT, Theme.EXIT, "輪島市", "wajima_section", wajima)
    send_version(version=sent, seen=sent.edition, actor=writing.staff, now=world.now)
    copy_to_own(
        version=SheetVersion.objects.get(sheet=komatsu, number=2),
        agency=world.agencies["minamo"],
        actor=world.people["partner"].user,
        now=world.now,
    )


class _Writing:
    """The staff who writes and the manager who publishes, in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.staff = world.people["staff"].user
        self.manager = world.people["manager"].user
        self.places = {place.name: place for place in Municipality.objects.all()}

    def made(
        self,
        title: str,
        theme: Theme,
        place: str,
        office: str,
        content: Mapping[str, str],
        **more: Any,
    ) -> SheetVersion:
        sheet = make_sheet(
            about={
                "title": title,
                "theme": theme,
                "scene": Scene.DAILY,
                "municipality": self.places.get(place),
                "office": self.world.agencies.get(office),
                "responsible": "連携担当",
                **more,
            },
            content=content,
            made_from=None,
            actor=self.staff,
            now=self.world.now - FIRST,
        )
        return SheetVersion.objects.get(sheet=sheet)

    def published(self, *about: Any, **more: Any) -> RoleSheet:
        version = self.made(*about, **more)
        self._publish(version, FIRST)
        return version.sheet

    def next_version(self, sheet: RoleSheet, content: Mapping[str, str]) -> None:
        now = self.world.now - SECOND
        begun = begin_version(sheet=sheet, actor=self.staff, now=now)
        save_content(
            version=begun,
            seen=begun.edition,
            content=content,
            chosen={},
            is_desk=True,
            actor=self.staff,
            now=now,
        )
        self._publish(SheetVersion.objects.get(sheet=sheet, state__in=sorted(OPEN)), SECOND)

    def _publish(self, version: SheetVersion, ago: timedelta) -> None:
        now = self.world.now - ago
        post = version.sheet.office.name if version.sheet.office else f"{version.sheet.place}の連絡会"
        agreement = Agreement(timezone.localdate(now), post, "")
        agree_to_version(
            version=version, seen=version.edition, agreement=agreement, actor=self.staff, now=now
        )
        publish_version(version=version, seen=version.edition, actor=self.manager, now=now)
