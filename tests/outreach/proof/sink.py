"""A mail server that writes down each message it takes, quicker than anybody sends.

python -m tests.outreach.proof.sink RECORD [--pace 60] [--later-every 9] …

It prints its port and runs until its input ends. Whoever sends to it may be killed at
any moment: a line of the record is written before the sender is told.
"""

import argparse
import contextlib
import itertools
import os
import re
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

MESSAGE_ID = re.compile(rb"^message-id: *(\S+)", re.IGNORECASE | re.MULTILINE)
END_OF_TEXT = b"\r\n.\r\n"


@dataclass(frozen=True)
class Manners:
    """How it treats those who send; 0 is never."""

    pace: float = 0.0  # messages a second in all; more wait for their answer
    later_every: int = 0  # says "later" to a recipient
    cut_every: int = 0  # takes the text, and hangs up without an answer
    lose_every: int = 0  # hangs up without an answer, and has taken nothing


@dataclass
class Sink:
    record: Path
    manners: Manners = Manners()
    keep: Path | None = None  # where the first message goes, whole
    _file: int = -1
    _listener: socket.socket | None = None
    _asked: itertools.count = field(default_factory=lambda: itertools.count(1))
    _texts: itertools.count = field(default_factory=lambda: itertools.count(1))
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _next_at: float = 0.0

    def listen(self) -> int:
        """Begin to take mail; gives the port."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file = os.open(self.record, flags, 0o600)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._accept, daemon=True).start()
        return self._listener.getsockname()[1]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _address = self._listener.accept()
                threading.Thread(
                    target=self._serve, args=(connection,), daemon=True
                ).start()

    def _serve(self, connection: socket.socket) -> None:
        self._note(b"opened")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(OSError):
            if self._talk(connection):
                return
        self._note(b"broken")

    def _talk(self, connection: socket.socket) -> bool:
        """Until one of the two ends it; True where the sender said goodbye."""
        line, to = Line(connection), b""
        line.answer(b"220 sink.example.org")
        while command := line.until(b"\r\n"):
            verb = command[:4].upper()
            if verb == b"EHLO":
                line.answer(b"250-sink.example.org\r\n250 PIPELINING")
            elif verb == b"RCPT":
                to = command[command.index(b"<") + 1 : command.index(b">")]
                later = _each(self._asked, self.manners.later_every)
                line.answer(b"451 4.7.1 later" if later else b"250 OK")
            elif verb == b"DATA":
                line.answer(b"354 go on")
                text = line.until(END_OF_TEXT)
                if not (text and self._take(text, to)):
                    return False
                line.answer(b"250 OK")
            elif verb == b"QUIT":
                line.answer(b"221 bye")
                return line.flush()
            else:
                line.answer(b"250 OK")
        return False

    def _take(self, text: bytes, to: bytes) -> bool:
        """Write one message down; False where it hangs up instead of answering."""
        number = next(self._texts)
        if number == 1 and self.keep:
            self.keep.write_bytes(text.removesuffix(b".\r\n"))
        manners = self.manners
        if manners.lose_every and number % manners.lose_every == 0:
            return False
        found = MESSAGE_ID.search(text)
        self._note(b"received %s %s" % (found[1] if found else b"-", to))
        if manners.pace:
            self._wait()
        return not (manners.cut_every and number % manners.cut_every == 0)

    def _wait(self) -> None:
        with self._turn:
            now = time.monotonic()
            self._next_at = max(self._next_at, now) + 1 / self.manners.pace
            wait = self._next_at - now
        time.sleep(wait)

    def _note(self, line: bytes) -> None:
        os.write(self._file, line + b"\n")

    def close(self) -> None:
        """Take no more connections; a thread that waits for its sender ends with us."""
        self._listener.close()


def _each(numbers: itertools.count, every: int) -> bool:
    return bool(every) and next(numbers) % every == 0


@dataclass
class Line:
    """One connection: commands may come many at once, and are answered as one."""

    connection: socket.socket
    _said: bytes = b""
    _answers: bytes = b""

    def until(self, end: bytes) -> bytes:
        """What the sender says up to there; empty when it is gone."""
        while (at := self._said.find(end)) < 0:
            self.flush()
            more = self.connection.recv(65536)
            if not more:
                return b""
            self._said += more
        at += len(end)
        found, self._said = self._said[:at], self._said[at:]
        return found

    def answer(self, words: bytes) -> None:
        self._answers += words + b"\r\n"

    def flush(self) -> bool:
        if self._answers:
            self.connection.sendall(self._answers)
            self._answers = b""
        return True


@dataclass
class Taken:
    """What a sink has written down until now."""

    record: Path
    messages: Counter[str] = field(default_factory=Counter)  # by Message-ID
    people: Counter[str] = field(default_factory=Counter)  # by address
    opened: int = 0
    broken: int = 0  # connections that ended before the sender said goodbye
    _read: int = 0

    def look(self) -> "Taken":
        """Go on reading where the last look ended."""
        with self.record.open("rb") as record:
            record.seek(self._read)
            new = record.read()
        new = new[: new.rfind(b"\n") + 1]
        self._read += len(new)
        for line in new.decode().splitlines():
            kind, *words = line.split(" ")
            if kind == "received":
                self.messages[words[0]] += 1
                self.people[words[1]] += 1
            elif kind == "opened":
                self.opened += 1
            else:
                self.broken += 1
        return self

    @property
    def number(self) -> int:
        return self.messages.total()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pace", type=float, default=0.0)
    for name in ("later", "cut", "lose"):
        parser.add_argument(f"--{name}-every", type=int, default=0)
    asked = vars(parser.parse_args())
    sink = Sink(asked.pop("record"), keep=asked.pop("keep"), manners=Manners(**asked))
    print(sink.listen(), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
