#!/usr/bin/env python
"""Django's commands for the door that PORTAL_DOORS names."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    door = os.environ.get("PORTAL_DOORS", "public")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"portal.settings.{door}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
