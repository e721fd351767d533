"""Films have a queue and a worker of their own: nobody's mail waits behind one."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation import health
from foundation.jobs import LONG_QUEUE, defer
from foundation.mail import services
from foundation.mail.models import MailState, OutgoingMail
from portal import processes
from tests.beside import Beside
from tests.factories.films import ffmpeg, send_whole
from tests.working import work_off
from training_media.intake.enums import Stage
from training_media.intake.models import Upload

NOW = timezone.now()
WITHIN_SECONDS = 60


def test_every_job_is_in_a_queue_that_a_worker_of_the_public_door_takes():
    quick = processes.QUICK_QUEUES.split(",")
    ours = {task.queue for task in app.tasks.values()}
    assert ours - {"builtin"} == {*quick, processes.LONG_QUEUE}
    assert (processes.LONG_QUEUE, LONG_QUEUE in quick) == (LONG_QUEUE, False)
    assert app.tasks["intake.work_on_upload"].queue == LONG_QUEUE


def test_the_long_queue_has_a_worker_that_does_one_at_a_time_and_lets_others_go():
    begun = []

    class Noted:
        def start(self, name, command, environment, *, niceness=0):
            begun.append((name, " ".join(command[3:]), niceness))

    start = processes.read_start("run")
    processes.start_workers(Noted(), start, {"public": {}, "private": {}})
    wait = "--shutdown-graceful-timeout 5"
    assert begun == [
        ("ポータルの仕事", f"{wait} --queues default,mail", 0),
        ("ポータルの動画の変換", f"{wait} --queues video --concurrency 1", 10),
        ("引継ぎの部屋の仕事", wait, 0),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_portal_is_ready_while_films_wait_for_each_other():
    defer("intake.work_on_upload", at=NOW - timedelta(hours=1), upload=1)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert health.jobs_are_done()
    defer("mail.deliver", at=NOW - timedelta(hours=1), mail_id=1)
    assert not health.jobs_are_done()


@pytest.mark.django_db(transaction=True)
def test_a_mail_leaves_while_a_film_converts(staff, tmp_path, mailoutbox):
    source = "testsrc2=size=640x360:rate=25:duration=15"
    ffmpeg("-f", "lavfi", "-i", source, "-preset", "ultrafast", tmp_path / "long.mp4")
    upload = send_whole((tmp_path / "long.mp4").read_bytes(), actor=staff, now=NOW)
    videos = Beside(lambda: work_off(processes.LONG_QUEUE))
    _until(lambda: Upload.objects.get(pk=upload.pk).stage == Stage.CONVERTING)
    queued = timezone.now()
    with transaction.atomic():
        mail = services.queue_mail_in_transaction(
            to="reader@example.jp",
            subject="受け付けました",
            text="席を取りました。",
            cause="test:1",
            now=queued,
        )
    work_off(*processes.QUICK_QUEUES.split(","))
    mail = OutgoingMail.objects.get(pk=mail.pk)
    assert (mail.state, len(mailoutbox)) == (MailState.SENT, 1)
    assert (timezone.now() - queued).total_seconds() < WITHIN_SECONDS
    # The film is still at work: the mail went by it.
    assert Upload.objects.get(pk=upload.pk).stage == Stage.CONVERTING
    videos.join()
    assert videos.error is None
    upload.refresh_from_db()
    assert (upload.stage, upload.percent) == (Stage.READY, 100)


def _until(is_so):
    waiting = threading.Event()
    for _ in range(3000):
        if is_so():
            return
        waiting.wait(0.02)
    raise AssertionError("it did not begin")
