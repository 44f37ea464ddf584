"""`python -m cxstudio.embedded start|stop|erase`, for work between two `make run`s."""

import sys
from pathlib import Path

from cxstudio import embedded

ROOT = Path(__file__).resolve().parent.parent.parent


def main(command: str) -> str:
    if command == "start":
        services = embedded.start(ROOT)
        return f"{services.database_url}\n{services.redis_url}"
    if command in ("stop", "erase"):
        went = getattr(embedded, command)(ROOT)
        return "Stopped." if went else "Left running: another command uses them."
    return "Say one of: start, stop, erase (erase deletes this clone's data)."


if __name__ == "__main__":
    print(main(sys.argv[1] if len(sys.argv) == 2 else ""))
