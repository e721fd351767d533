from django.db.models import TextChoices


class PublicRole(TextChoices):
    """The roles of the public door; `sync_roles` makes exactly these there."""

    PARTNER = "partner", "連携機関の職員"
    PARTNER_ADMIN = "partner_admin", "連携機関の管理者"
    FACILITATOR = "facilitator", "会の世話人"
    EDITOR = "editor", "ページの編集者"
    STAFF = "staff", "センターの職員"
    MANAGER = "manager", "センター長"
    PREFECTURE = "prefecture", "県の担当者"
    SYSTEM_ADMIN = "system_admin", "システム管理者"


class PrivateRole(TextChoices):
    """The roles of the private door; `sync_roles` makes exactly these there."""

    CASE_WORKER = "case_worker", "相談員"
    LEAD = "lead", "責任者"
    DEPUTY_LEAD = "deputy_lead", "責任者の代理"
    AGENCY_COORDINATOR = "agency_coordinator", "受け入れ機関の窓口"
    AGENCY_WORKER = "agency_worker", "受け入れ機関の担当者"
    COMMITTEE_MEMBER = "committee_member", "委員"
    OBSERVER = "observer", "オブザーバー"
    AUDITOR = "auditor", "監査の担当者"
    PRIVACY_OFFICER = "privacy_officer", "個人情報の責任者"
    KEY_CUSTODIAN = "key_custodian", "鍵の管理者"


# Who works in the centre's back-office.
CENTRE_ROLES = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER, PublicRole.SYSTEM_ADMIN})
# Whose mistakes or stolen passwords would reach other people's data.
SECOND_FACTOR_ROLES = CENTRE_ROLES | {PublicRole.PREFECTURE}
