"""Role sheets as tests need them."""

from django.utils import timezone

from outreach.role_sheets.demo_sheets import BESIDE, CITY, HELPS, LEAD, NOTHING, PREFECTURE, written
from outreach.role_sheets.enums import OPEN, Scene, Theme
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.services.making import make_sheet
from outreach.role_sheets.services.stepping import Agreement, agree_to_version, publish_version

STAGES = (("出る前", "3か月前"), ("出たあと", ""))
ROWS = (
    (PREFECTURE, "センター", "", "", ((LEAD, "会って計画を作る"), (BESIDE, "訪問する", "春"))),
    (CITY, "市", "福祉課", "", ((HELPS, "制度を示す"), (LEAD, "窓口になる"))),
    (CITY, "もう1つの窓口", "", "", ((NOTHING, ""), (HELPS, "申請を受ける"))),
)


def small_content(**more):
    """Return a sheet of two stages and three bodies that says all it must."""
    return written("だれが何をするか。", STAGES, ROWS, **more)


def make_role_sheet(*, by, now, content=None, **about):
    """Make a sheet with its first version, a draft."""
    about = {
        "title": "出口支援の役割分担表",
        "theme": Theme.EXIT,
        "scene": Scene.DAILY,
        "responsible": "連携担当",
        **about,
    }
    return make_sheet(about=about, content=content or small_content(), made_from=None, actor=by, now=now)


def version_of(sheet):
    """Return the newest version of a sheet, as it is in the database."""
    return SheetVersion.objects.select_related("sheet").filter(sheet=sheet).order_by("-number").first()


def publish(sheet, *, by, now):
    """Agree to the open version of a sheet and publish it."""
    version = SheetVersion.objects.get(sheet=sheet, state__in=sorted(OPEN))
    agreement = Agreement(timezone.localdate(now), "金沢市 福祉課", "山田")
    agree_to_version(version=version, seen=version.edition, agreement=agreement, actor=by, now=now)
    publish_version(version=version, seen=version.edition, actor=by, now=now)
    return version_of(sheet)
