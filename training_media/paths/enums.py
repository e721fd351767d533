from django.db import models

from accounts.enums import PublicRole
from foundation.exports import wording

# Whom a manager may let walk a path at the centre, and who sees how far everybody has come (F13).
PEOPLE_ROLES = frozenset({PublicRole.MANAGER})


class ForWhom(models.TextChoices):
    """Who is new: a path is for people of one kind of workplace."""

    CITY = "city", "市町村の担当者"
    CENTRE = "centre", "センターの職員"
    PARTNER = "partner", "関係機関の職員"


class PathState(models.TextChoices):
    """draft → open ⇄ closed; who walks a closed path may go on."""

    DRAFT = "draft", "下書き"
    OPEN = "open", "公開中"
    CLOSED = "closed", "終了"


class ItemKind(models.TextChoices):
    """What a step of a path is; a film is done by a completion, everything else by saying so."""

    COURSE = "course", "研修動画"
    PAGE = "page", "ページ・資料"
    TASK = "task", "すること"


class ListForm(models.TextChoices):
    """In which form the list of who has come how far is taken away."""

    CSV = "csv", wording.TABLE
    OLD_CSV = "csv_cp932", wording.OLD_TABLE
    WORKBOOK = "xlsx", wording.WORKBOOK


class ListReason(models.TextChoices):
    """Why the list leaves the portal; the audit keeps this word."""

    GUIDING = "guiding", "新しい担当者を支えるため"
    PROOF = "proof", "研修をしたことを示すため"
    REPORT = "report", "報告に使うため"
