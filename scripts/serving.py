"""`make run`: services, data, then web, worker, beat and mail as one group."""

import contextlib
import fcntl
import http.client
import os
import signal
import time
from collections.abc import Iterator

import ports
import virtual_environment
from children import Children
from cxstudio import embedded
from plain import ROOT, VAR, Trouble, say, step


class Asked(BaseException):
    """Ctrl-C, a TERM or a closed terminal: everything ends, in order."""


def run() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Set by hand: a shell starts a background command with Ctrl-C ignored.
        signal.signal(number, _asked)
    started = time.monotonic()
    with _only_one() as note:
        children = Children(VAR / "log")
        try:
            return _serve(children, note, started)
        except Asked:
            say("\nStopping …")
            return 0
        except embedded.ServicesFailed as failure:
            raise Trouble(str(failure)) from failure
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            children.stop()
            if embedded.stop(ROOT):
                say("Stopped. Your data is kept in var/ for the next run.")
            else:
                say("Stopped. The database stays up: a test run of this clone uses it.")


def _serve(children: Children, note, started: float) -> int:
    asked_port = ports.wanted(os.environ)
    open_to = os.environ.get("ADDRESS", "")
    host = "0.0.0.0" if open_to else "127.0.0.1"
    port = ports.free_from(asked_port, host)
    if port != asked_port:
        say(f"Port {asked_port} is taken by another program, so this is {port}.")
    base = f"http://{open_to or 'localhost'}:{port}"
    mail_port = ports.any_free()
    os.environ.setdefault("CXSTUDIO_BASE_URL", base)
    own_mail = not os.environ.get("CXSTUDIO_EMAIL_URL")
    if own_mail:
        os.environ["CXSTUDIO_EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}"
        # Text messages stand on the mail page beside the mails.
        os.environ.setdefault("CXSTUDIO_SMS_CHANNEL", "file")
    say("Starting CX Studio …")
    step("PostgreSQL and Valkey")
    embedded.start(ROOT)
    _prepare()
    step("web server, worker, scheduler, mail catcher")
    children.start("web", *_web(host, port))
    children.start("worker", *CELERY, "worker", "-P", "threads", "-c", "4", *QUIET)
    children.start("beat", *CELERY, "beat", "-s", str(VAR / "beat"), "--pidfile=")
    if own_mail:
        mail = (str(mail_port), str(VAR / "mail"))
        children.start("mail", "-m", "cxstudio.mailcatcher", *mail)
    _wait_for_first_page(children, port)
    note(base)
    _tell(base, own_mail, time.monotonic() - started)
    while True:
        children.look_after()
        if embedded.running(ROOT) is None:
            say("A database server went away; starting it again.")
            embedded.start(ROOT)
        time.sleep(2)


# On a busy machine the first page takes minutes. A server that ends is seen at once
# by `look_after`, so that only waiting is left to be patient with.
LONGEST_START = 15 * 60
CELERY = ("-m", "celery", "-A", "cxstudio", "--quiet")
QUIET = ("--without-gossip", "--without-mingle", "-l", "info")


def _web(host: str, port: int) -> tuple[str, ...]:
    # gunicorn's control socket is one per person: two clones would take each other's.
    options = ("--no-control-socket", "--workers", "2", "--threads", "4")
    stopping = ("--graceful-timeout", "5")
    where = ("--bind", f"{host}:{port}")
    return ("-m", "gunicorn", "cxstudio.wsgi:application", *options, *stopping, *where)


def _prepare() -> None:
    step("tables, languages, styles, demo data")
    if virtual_environment.call(ROOT / "scripts" / "prepare.py"):
        raise Trouble(
            "The data could not be made ready; the reason stands above.\n"
            "To give up this clone's data and start anew: python3 scripts/dev.py erase"
        )


def _wait_for_first_page(children: Children, port: int) -> None:
    began = said = time.monotonic()
    while time.monotonic() < began + LONGEST_START:
        children.look_after()
        if time.monotonic() > said + 30:
            said = time.monotonic()
            say(f"Still starting: the machine is busy ({said - began:.0f} s so far).")
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            asked.request("GET", "/", headers={"Host": "localhost"})
            status = asked.getresponse().status
            asked.close()
            if status < 500:
                return
            raise Trouble(f"The first page answers {status}. See {VAR / 'log/web.log'}")
        time.sleep(0.1)
    raise Trouble(f"The first page does not answer. See {VAR / 'log/web.log'}")


def _tell(base: str, own_mail: bool, seconds: float) -> None:
    say(f"\nCX Studio is running (ready after {seconds:.0f} s). Open:")
    say(f"  {base}/            start here: enter as Dana, designer")
    say(f"  {base}/studio/     the studio")
    if own_mail:
        say(f"  {base}/dev/mail/   every mail it sends; none leaves this machine")
    if not os.environ.get("ADDRESS"):
        say("On a phone in the same network: ADDRESS=<this machine's address> make run")
    say("Ctrl-C stops it. What the servers write is in var/log/.")


def _asked(number, frame) -> None:
    raise Asked


@contextlib.contextmanager
def _only_one() -> Iterator:
    """One run per clone; a second is told where the first one is."""
    with open(VAR / "run.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Trouble(
                f"Already running: {file.read() or 'still starting'}"
            ) from None
        file.truncate(0)

        def note(base: str) -> None:
            file.write(f"{base}/ (process {os.getpid()})")
            file.flush()

        yield note
