from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.enums import PrivateRole, PublicRole
from foundation.registry import role_permissions


class Command(BaseCommand):
    help = "この扉の役割と、役割ごとの権限を、決められたとおりにそろえます。何度実行しても同じです。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        roles = PrivateRole if settings.DOOR == "private" else PublicRole
        permissions = {
            f"{each.content_type.app_label}.{each.codename}": each
            for each in Permission.objects.select_related("content_type")
        }
        # Libraries bring groups of their own; whoever is in one would hold rights that no role gives.
        Group.objects.exclude(name__in=roles.values).delete()
        for role in roles:
            group, _ = Group.objects.get_or_create(name=role.value)
            wanted = {name for rights in role_permissions for name in rights.get(role.value, ())}
            group.permissions.set([permissions[name] for name in sorted(wanted)])
        self.stdout.write(f"{len(roles)} の役割をそろえました。")
