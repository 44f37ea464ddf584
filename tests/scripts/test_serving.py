"""`make run` is patient with a busy machine, and gives up in the end."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

import plain
import ports
import serving

NOBODY = SimpleNamespace(look_after=lambda: None)


class Clock:
    """Each wait takes a minute; `at` holds what happens at which."""

    def __init__(self, at):
        self.now, self.waits, self.at = 0.0, 0, at

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now, self.waits = self.now + 60, self.waits + 1
        self.at.get(self.waits, lambda: None)()


class Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.fixture
def late():
    """A web server that stands ready on its port once it is told to serve."""
    server = HTTPServer(("127.0.0.1", ports.any_free()), Page, bind_and_activate=False)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])

    def begin():
        server.server_bind()
        server.server_activate()
        thread.start()

    yield server.server_address[1], begin
    if thread.is_alive():
        server.shutdown()
        thread.join()
    server.server_close()


def test_a_first_page_that_takes_minutes_is_waited_for(late, monkeypatch, capsys):
    port, begin = late
    monkeypatch.setattr(serving, "time", Clock({5: begin}))

    serving._wait_for_first_page(NOBODY, port)

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Still starting: the machine is busy (60 s so far)."
    assert len(said) == 5


def test_a_first_page_that_never_answers_ends_the_run(late, monkeypatch):
    clock = Clock({})
    monkeypatch.setattr(serving, "time", clock)

    with pytest.raises(plain.Trouble, match="does not answer"):
        serving._wait_for_first_page(NOBODY, late[0])

    assert clock.now == serving.LONGEST_START


def test_a_first_page_that_fails_is_told_at_once(late, monkeypatch):
    port, begin = late
    begin()
    monkeypatch.setattr(Page, "status", 500)

    with pytest.raises(plain.Trouble, match="answers 500"):
        serving._wait_for_first_page(NOBODY, port)
