"""Words of role sheets: levels, parts, states, and what can be done with a version."""

from django.db.models import TextChoices

from accounts.enums import PublicRole


class Level(TextChoices):
    """Who a body belongs to; rows of a sheet stand in this order unless somebody moves them."""

    NATION = "nation", "国"
    PREFECTURE = "prefecture", "県"
    MUNICIPALITY = "municipality", "市町村"
    PRIVATE = "private", "民間"


class Part(TextChoices):
    """What a body does in a stage: it leads, works beside the lead, helps, or does nothing yet."""

    LEAD = "lead", "中心"
    BESIDE = "beside", "いっしょに"
    HELPS = "helps", "手伝う"
    NOTHING = "nothing", "まだ動きません"


class Theme(TextChoices):
    """What a sheet is about."""

    EXIT = "exit", "出口支援"
    ENTRY = "entry", "入口支援"
    BOTH = "both", "入口と出口"
    PREVENTION = "prevention", "再犯防止の全体"
    COORDINATION = "coordination", "連携強化事業"


class Scene(TextChoices):
    """When somebody reaches for a sheet."""

    DAILY = "daily", "ふだんの分担"
    NEW = "new", "はじめての担当者"
    BEFORE = "before", "出る前"
    AFTER = "after", "出たあと"
    TROUBLE = "trouble", "困ったとき"


class VersionState(TextChoices):
    """Where a version of a sheet stands."""

    DRAFT = "draft", "下書き"
    WITH_MUNICIPALITY = "with_municipality", "市町村と確かめています"
    AGREED = "agreed", "合意"
    PUBLISHED = "published", "公開"
    SUPERSEDED = "superseded", "前の版"


class Step(TextChoices):
    """What moves a version on."""

    SEND = "send", "市町村に送る"
    TAKE_BACK = "take_back", "下書きにもどす"
    AGREE = "agree", "合意を書く"
    PUBLISH = "publish", "公開する"


# Versions that somebody still works on; a sheet has at most one.
OPEN = frozenset({VersionState.DRAFT, VersionState.WITH_MUNICIPALITY, VersionState.AGREED})
# Versions whose words change.
WRITABLE = frozenset({VersionState.DRAFT, VersionState.WITH_MUNICIPALITY})
# Versions of which （案） stands on the paper.
PROPOSED = WRITABLE

SHEET_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
