"""A worker process that applies for a session without end; the proof kills it in the middle of its work."""

import os
import random
import sys

import django


def main(database, session_id, seed):
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.db import connection

    from events.exceptions import EventsError
    from events.models import Application
    from events.services.applying import apply_for_event
    from events.services.changing import cancel_application
    from tests.factories.events import NOW, a_request

    connection.settings_dict.update(NAME=database, USER="tsunagu_public_app")
    chance = random.Random(seed)
    while True:
        try:
            apply_for_event(
                session_id=session_id,
                request=a_request(chance.randint(1, 5)),
                actor=None,
                by_staff=False,
                now=NOW,
            )
            active = list(Application.objects.filter(session=session_id).exclude(state="cancelled"))
            if len(active) > 8:
                cancel_application(application=chance.choice(active), actor=None, by_staff=False, now=NOW)
        except EventsError:
            continue
        finally:
            # The killer waits for the first line, so that each process dies in the middle of its work.
            sys.stdout.write("at work\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
