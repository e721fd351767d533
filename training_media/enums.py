from django.db import models


class CourseState(models.TextChoices):
    """draft → checked → open → closed → archived; a closed course may be opened again."""

    DRAFT = "draft", "下書き"
    CHECKED = "checked", "確認ずみ"
    OPEN = "open", "公開中"
    CLOSED = "closed", "終了"
    ARCHIVED = "archived", "保管"


class Watchers(models.TextChoices):
    """Who may watch the parts of a course; its page can be read by everybody."""

    EVERYBODY = "everybody", "どなたでも"
    PARTNERS = "partners", "登録した機関の人"
    INVITED = "invited", "案内した機関の人"
