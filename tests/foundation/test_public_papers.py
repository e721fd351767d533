"""A paper is laid out once for everybody who asks for it at the same moment."""

import threading

from django.db import connections

from foundation.public_pages import version
from foundation.public_papers import kept_paper
from foundation.transactions import one_at_a_time
from tests.beside import Beside

READERS = 8


def ask_together(names, make):
    """Let so many readers ask at once; returns what they were given."""
    # As in every process that has answered before: one that starts may ask under two versions.
    version.read()
    barrier, given = threading.Barrier(len(names)), []

    def ask(name):
        try:
            barrier.wait(timeout=60)
            given.append(kept_paper(name, lambda: make(name)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_of_readers_at_the_same_moment_one_has_it_laid_out_and_the_others_wait(transactional_db):
    made, others_may_ask = [], threading.Event()

    def make(name):
        made.append(name)
        others_may_ask.wait(timeout=0.5)
        return b"paper"

    assert ask_together(["flow"] * READERS, make) == [b"paper"] * READERS
    assert made == ["flow"]


def test_nobody_waits_for_another_paper(transactional_db):
    both = threading.Barrier(2)

    def make(name):
        both.wait(timeout=60)
        return name.encode()

    assert sorted(ask_together(["duties", "leaflet"], make)) == [b"duties", b"leaflet"]


def test_a_paper_that_could_not_be_laid_out_is_tried_again(db):
    def fail():
        raise ValueError

    for _ in range(2):
        try:
            kept_paper("flow", fail)
        except ValueError:
            continue
    assert kept_paper("flow", lambda: b"paper") == b"paper"


def test_whoever_asks_waits_for_another_process_that_lays_it_out(transactional_db):
    with one_at_a_time("paper:flow"):
        asking = Beside(lambda: kept_paper("flow", lambda: b"paper"))
        assert asking.waits_for_a_lock() is True
    asking.join()
    assert asking.error is None
