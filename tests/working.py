"""The worker's part of a test: jobs are done until nothing is left."""

from procrastinate.contrib.django import app

from tests.beside import Beside


def work_off(*queues):
    """Work until nothing is left in these queues; another thread may do so at the same time.

    In a thread of its own: where a browser was opened before, a loop of its driver runs in this one.
    """
    work = Beside(lambda: _work(queues))
    work.join()
    if work.error:
        raise work.error


def _work(queues):
    worker = app.with_connector(app.connector.get_worker_connector())
    options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    with worker.open():
        worker.run_worker(queues=list(queues), delete_jobs="never", **options)
