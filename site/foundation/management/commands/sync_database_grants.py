from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from foundation.database import roles


class Command(BaseCommand):
    help = "表ごとの権限を、利用の役と控えの役に配りなおします。migrate のあとに、所有の役で実行します。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        connection.ensure_connection()
        roles.grant(connection.connection, roles.DoorRoles(settings.DOOR))
        self.stdout.write("権限をそろえました。")
