from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand
from psycopg.conninfo import make_conninfo

from foundation.database import roles


class Command(BaseCommand):
    help = "この扉のデータベースと3つの役（所有・利用・控え）を作ります。管理者として一度だけ実行します。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        database = settings.DATABASES["default"]
        # The embedded server's folder may have spaces in its name.
        default = make_conninfo(
            host=database["HOST"], port=database.get("PORT") or 5432, user="postgres", dbname="postgres"
        )
        parser.add_argument("--superuser", default=default, help="管理者の接続先（libpqの形）")
        parser.add_argument("--password", action="append", default=[], metavar="ROLE=PASSWORD")
        parser.add_argument(
            "--shared-server",
            action="store_true",
            help="ほかの扉と同じサーバーです。ポータルの接続の数に限りを付けます。",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        door = roles.DoorRoles(settings.DOOR)
        passwords = dict(pair.split("=", 1) for pair in options["password"])
        with psycopg.connect(options["superuser"], autocommit=True) as superuser:
            roles.create_roles(superuser, door, passwords)
            roles.create_database(superuser, door)
            if options["shared_server"] and door == roles.PUBLIC:
                roles.limit_connections(superuser, door)
        with psycopg.connect(options["superuser"], dbname=door.database, autocommit=True) as superuser:
            superuser.execute(f"SET ROLE {door.owner}")
            roles.create_extensions(superuser)
        self.stdout.write(f"{door.database}: 準備できました。")
