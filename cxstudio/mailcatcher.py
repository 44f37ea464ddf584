"""A mail server for `make run`: each message becomes a file, none leaves the machine.

python -m cxstudio.mailcatcher PORT FOLDER
"""

import asyncio
import os
import secrets
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Writes messages whole or not at all; names sort by arrival."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope):
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        draft = self.folder / f".{name}"
        draft.write_bytes(_head(envelope) + envelope.original_content)
        draft.rename(self.folder / f"{name}.eml")
        return "250 Kept"


def _head(envelope: Envelope) -> bytes:
    """The addresses it was really sent to: a blind copy stands in no header."""
    to = ", ".join(envelope.rcpt_tos)
    return f"X-Envelope-To: {to}\r\n".encode()


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    keeper = Keeper(folder)
    server = await loop.create_server(
        lambda: SMTP(keeper, enable_SMTPUTF8=True, hostname="localhost", loop=loop),
        "127.0.0.1",
        port,
    )
    print(f"Mail is kept in {folder}", flush=True)
    async with server:
        await asked.wait()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
