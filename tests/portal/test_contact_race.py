"""Two clicks at the same moment are one message."""

import threading
from uuid import uuid4

from django.db import connections

from portal.contact_desk.models import ContactMessage
from tests.factories.contact_desk import send_message

CLICKS = 8


def test_clicks_at_the_same_moment_make_one_message_and_no_error(transactional_db):
    form_key, barrier, found = uuid4(), threading.Barrier(CLICKS), []

    def click():
        try:
            barrier.wait(timeout=60)
            found.append(send_message(form_key=form_key).number)
        except Exception as error:  # noqa: BLE001 -- every outcome is counted
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["R8-T0001"] * CLICKS
    assert ContactMessage.objects.count() == 1
