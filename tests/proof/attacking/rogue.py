"""A server of the attacker's own where the public door stood: what the private worker may be handed."""

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.proof.attacking.portal import HOST, wait_until

MEGABYTE = b"x" * 1024 * 1024


class Rogue(BaseHTTPRequestHandler):
    """Answers everything in one of `WAYS`."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):
            getattr(self, self.server.way)()

    def rubbish(self):
        self.answer(b"\xff\xfe" + b"[" * 100_000)

    def endless(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(64):
            self.wfile.write(MEGABYTE)

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", f"http://{HOST}:{self.server.server_port + 1}/handoff/")
        self.end_headers()

    def letter_by_letter(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        while not self.server.is_over.wait(2):
            self.wfile.write(b".")

    def crash(self):
        self.connection.close()

    def answer(self, content):
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


WAYS = ("rubbish", "endless", "elsewhere", "letter_by_letter", "crash")


@contextmanager
def in_place_of_the_public_door(portal):
    """Kill the public door and its workers until its port is ours: it serves nobody as long as this lasts."""

    def taken():
        portal.kill("public")
        with suppress(OSError):
            return ThreadingHTTPServer((HOST, portal.ports["public"]), Rogue)
        return None

    server = wait_until(taken, within=120)
    server.asked, server.way, server.is_over = [], "rubbish", threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
