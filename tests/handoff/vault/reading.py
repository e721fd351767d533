"""Threads that read keys all the time while something else happens to them."""

import threading
from contextlib import contextmanager
from itertools import cycle

from handoff.vault import store


@contextmanager
def readers(key_ids, *, threads):
    """Read keys in some threads until the block ends; gives how often, and what went wrong."""
    expected = {key_id: store.data_key(key_id) for key_id in key_ids}
    told = {"reads": 0, "wrong": []}
    end, begun, lock = threading.Event(), threading.Barrier(threads + 1), threading.Lock()

    def read(first):
        order, reads, wrong = cycle([*key_ids[first:], *key_ids[:first]]), 0, []
        for key_id in order:
            try:
                wrong += [] if store.data_key(key_id) == expected[key_id] else [key_id]
            except Exception as error:  # noqa: BLE001 -- whatever goes wrong is what is asked
                wrong.append(repr(error))
            reads += 1
            if reads == 1:
                begun.wait()
            if end.is_set():
                break
        with lock:
            told["reads"] += reads
            told["wrong"] += wrong

    running = [
        threading.Thread(target=read, args=(len(key_ids) * number // threads,)) for number in range(threads)
    ]
    for thread in running:
        thread.start()
    begun.wait()
    try:
        yield told
    finally:
        end.set()
        for thread in running:
            thread.join()
