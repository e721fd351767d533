from django.db.models import TextChoices

from accounts.enums import PrivateRole

# Whose work belongs to an agency that receives people, and whose to the centre alone; the rest may be either.
AGENCY_ROLES = frozenset({PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER})
CENTRE_ROLES = frozenset(
    {
        PrivateRole.CASE_WORKER,
        PrivateRole.LEAD,
        PrivateRole.DEPUTY_LEAD,
        PrivateRole.PRIVACY_OFFICER,
        PrivateRole.KEY_CUSTODIAN,
    }
)
# Who invites people to this door and approves those whom another invited.
ENROLLING_ROLES = frozenset({PrivateRole.LEAD, PrivateRole.PRIVACY_OFFICER})
EVERYBODY_ENROLLED = frozenset(PrivateRole)


class EnrolmentState(TextChoices):
    WAITING = "waiting", "承認待ち"
    COMING = "coming", "まだ始まっていません"
    CURRENT = "current", "登録中"
    OVER = "over", "期間が終わりました"
    AGENCY_CLOSED = "agency_closed", "機関が閉じました"
    ENDED = "ended", "とりやめ"
