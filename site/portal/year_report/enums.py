from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who writes the words and asks for the second look.
REPORT_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
# Who begins a report, chooses its chapters and publishes it.
LEADING_ROLES = frozenset({PublicRole.MANAGER})


class ReportState(TextChoices):
    DRAFT = "draft", "下書き"
    PROOF = "proof", "校正中"
    PUBLISHED = "published", "公開中"
    REPLACED = "replaced", "前の版"
    WITHDRAWN = "withdrawn", "公開をやめた版"


# At most one of a fiscal year.
OPEN_STATES = frozenset({ReportState.DRAFT, ReportState.PROOF})
# What everybody may read.
READABLE_STATES = frozenset({ReportState.PUBLISHED, ReportState.REPLACED})
# What a second person has let out.
PUBLISHED_ONCE = READABLE_STATES | {ReportState.WITHDRAWN}
