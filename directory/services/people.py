"""Who works where: people are added to agencies, become partners, leave; their sign-in follows."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

from accounts.access import has_role, is_centre_staff
from accounts.enums import PublicRole
from accounts.models import Person, User
from accounts.services import close_account_in_transaction
from directory.enums import AGENCY_DESK_ROLES, PARTNER_ROLES, STAFF_ROLES, MembershipRole
from directory.exceptions import AlreadyAColleague, MembershipRefused
from directory.models import Agency, Membership
from foundation.audit import chain
from foundation.japanese.text import fold
from foundation.transactions import assert_in_transaction

# Says nothing of what else this person is.
FOR_THE_DESK = "この方の登録は、センターが終えます。異動や退職のことは、センターにお電話ください。"
# The later a role stands in the list, the more it may do.
RANKS: dict[str, int] = {role: rank for rank, role in enumerate(MembershipRole)}


def lock_agencies_in_transaction(*agencies: Agency | None) -> None:
    """Lock these agencies, in one order for everybody: whoever adds people to one waits for the other."""
    assert_in_transaction("lock_agencies")
    keys = {agency.pk for agency in agencies if agency is not None}
    if keys:
        list(Agency.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def colleague_in_transaction(*, agency: Agency, name: str, name_kana: str, job: str, today: date) -> Person:
    """Find the person of this name who works at this agency today, or add them to its people.

    Names are compared folded, so 髙橋 and 高橋 at one agency are one person; a job typed now is kept. The
    caller holds the agency's lock: two at once would each add the same person.
    """
    assert_in_transaction("colleague")
    person = colleague_named(agency, name, name_kana, today=today)
    if person is None:
        person = Person.objects.create(name=name, name_kana=name_kana, job=job)
        Membership.objects.create(
            person=person, agency=agency, role=MembershipRole.COLLEAGUE, valid_from=today
        )
    elif job and job != person.job:
        person.job = job
        person.save(update_fields=["job"])
    return person


def colleague_named(agency: Agency, name: str, name_kana: str, *, today: date) -> Person | None:
    """Return the person of this folded name who works at this agency today."""
    key = (fold(name), fold(name_kana))
    memberships = Membership.objects.valid(today=today).filter(agency=agency).select_related("person")
    people = (membership.person for membership in memberships)
    return next((each for each in people if (fold(each.name), fold(each.name_kana)) == key), None)


@transaction.atomic(durable=True)
def add_person(
    *,
    agency: Agency,
    person: Person,
    role: MembershipRole,
    actor: User,
    now: datetime,
) -> Membership:
    """Let a person, new (not saved yet) or known from another agency, work at this one from today.

    Raises AlreadyAColleague when somebody of this name does so already.
    """
    membership = add_person_in_transaction(agency=agency, person=person, role=role, actor=actor, now=now)
    chain.record("directory.person_added", actor=actor, subject=membership, now=now, fields=["role"])
    return membership


def add_person_in_transaction(
    *, agency: Agency, person: Person, role: MembershipRole, actor: User, now: datetime
) -> Membership:
    """Do the same as a step of another verb, which writes the audit."""
    assert_in_transaction("add_person")
    lock_agencies_in_transaction(agency)
    today = timezone.localdate(now)
    if colleague_named(agency, person.name, person.name_kana, today=today):
        raise AlreadyAColleague("この方は、この機関にもう登録されています。")
    if person.pk is None:
        person.save()
    membership = Membership.objects.create(person=person, agency=agency, role=role, valid_from=today)
    _let_sign_in_follow(person, actor=actor, now=now)
    return membership


@transaction.atomic(durable=True)
def update_membership(
    *,
    membership: Membership,
    role: MembershipRole,
    job: str,
    contact_email: str,
    actor: User,
    now: datetime,
) -> None:
    """Change what a person is at an agency, with job and contact address; rights follow at once.

    The contact address of centre staff is not for this desk to change, because their invitations go there.
    Raises MembershipRefused when the membership has ended.
    """
    membership = running_membership_in_transaction(membership, now=now)
    person = membership.person
    wanted = {"job": job}
    if not signs_in_as_staff(person):
        wanted["contact_email"] = contact_email
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    person.save()
    if membership.role != role:
        changed.append("role")
        membership.role = role
        membership.save()
        _let_sign_in_follow(person, actor=actor, now=now)
    chain.record("directory.membership_changed", actor=actor, subject=membership, now=now, fields=changed)


@transaction.atomic(durable=True)
def end_membership(*, membership: Membership, actor: User, now: datetime) -> None:
    """End a membership today: from now on the person does not act for this agency.

    Whoever then belongs to no agency and has no role at the centre has the account closed at once: so only
    those who keep agencies end it for people with roles besides, such as officers of the prefecture.
    Raises MembershipRefused when it has ended already, and to others for such people.
    """
    membership = running_membership_in_transaction(membership, now=now)
    if has_roles_besides(membership.person) and not has_role(actor, AGENCY_DESK_ROLES):
        raise MembershipRefused(FOR_THE_DESK)
    membership.valid_to = max(timezone.localdate(now), membership.valid_from)
    membership.save(update_fields=["valid_to"])
    _let_sign_in_follow(membership.person, actor=actor, now=now)
    chain.record("directory.membership_ended", actor=actor, subject=membership, now=now, fields=["valid_to"])


def running_membership_in_transaction(membership: Membership, *, now: datetime) -> Membership:
    """Return the membership as it stands now, locked. Raises MembershipRefused when it has ended."""
    assert_in_transaction("running_membership")
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "agency")
    found = rows.not_ended(today=timezone.localdate(now)).filter(pk=membership.pk).first()
    if found is None:
        raise MembershipRefused("この方の登録は、もう終わっています。")
    return found


def signs_in_as_staff(person: Person) -> bool:
    """Return whether this person's sign-in is for managers alone to renew: staff, or invited to be staff."""
    invited = person.invitations.filter(used_at__isnull=True, roles__overlap=sorted(STAFF_ROLES))
    user = User.objects.filter(person=person).first()
    return invited.exists() or (user is not None and has_role(user, STAFF_ROLES))


def has_roles_besides(person: Person) -> bool:
    """Return whether this person's account, or an open invitation, has roles that no membership gives."""
    invited = person.invitations.filter(used_at__isnull=True)
    users = User.objects.filter(person=person, is_active=True)
    held = {role for roles in invited.values_list("roles", flat=True) for role in roles}
    return bool(held.union(*(user.role_names for user in users)) - PARTNER_ROLES)


def partner_roles(person: Person, *, now: datetime) -> set[PublicRole]:
    """Return the roles that this person's memberships give to the account."""
    held = Membership.objects.not_ended(today=timezone.localdate(now)).filter(person=person)
    roles = set(held.of_partners().values_list("role", flat=True))
    # The administrator of one agency is a partner as everybody else.
    return {PublicRole(role) for role in roles} | ({PublicRole.PARTNER} if roles else set())


def move_memberships_in_transaction(*, kept: Agency, merged: Agency, actor: User, now: datetime) -> None:
    """Move all memberships of one agency to another.

    Where a person has both at a time they become one, which spans both and has the higher role.
    """
    assert_in_transaction("move_memberships")
    moved = list(Membership.objects.filter(agency=merged).select_related("person").order_by("valid_from"))
    for row in moved:
        at_the_time = Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from)
        if row.valid_to:
            at_the_time &= Q(valid_from__lt=row.valid_to)
        others = list(Membership.objects.filter(at_the_time, agency=kept, person=row.person))
        _let_one_stand_for_all(row, others)
        both = [row, *others]
        ends = [each.valid_to for each in both if each.valid_to]
        row.agency = kept
        row.valid_from = min(each.valid_from for each in both)
        row.valid_to = max(ends) if len(ends) == len(both) else None
        row.role = max((each.role for each in both), key=RANKS.__getitem__)
        row.save()
    for person in sorted({row.person for row in moved}, key=lambda person: person.pk):
        _let_sign_in_follow(person, actor=actor, now=now)


def _let_one_stand_for_all(row: Membership, others: list[Membership]) -> None:
    """Delete the others; what points at them (an application that led to one) points at this row then."""
    for relation in Membership._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": others})
            rows.update(**{name: row})
    Membership.objects.filter(pk__in=[other.pk for other in others]).delete()


def _let_sign_in_follow(person: Person, *, actor: User, now: datetime) -> None:
    """Give account and unused invitations the roles that the memberships give, and no others of that kind.

    Without any membership left the account is closed, unless it is of centre staff.
    """
    wanted = partner_roles(person, now=now)
    for invitation in person.invitations.filter(used_at__isnull=True):
        invitation.roles = sorted(set(invitation.roles) - PARTNER_ROLES | wanted)
        if invitation.roles:
            invitation.save(update_fields=["roles"])
        else:
            invitation.delete()
    user = User.objects.filter(person=person, is_active=True).first()
    if user is None:
        return
    belongs = Membership.objects.not_ended(today=timezone.localdate(now)).filter(person=person).exists()
    if not belongs and not is_centre_staff(user):
        close_account_in_transaction(user=user, actor=actor, now=now)
        return
    user.groups.remove(*Group.objects.filter(name__in=PARTNER_ROLES - wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))
