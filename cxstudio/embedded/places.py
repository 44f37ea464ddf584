"""Where the embedded servers of a clone keep their data and their sockets.

PostgreSQL refuses to run as root. For root it runs as a system user, who may be unable
to enter the clone, so data and programs live in a folder of our own, and no folder of
anybody else's is ever opened up. Sockets go where the path is short (the system allows
about 100 characters) and has no characters that a URL would have to quote.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from cxstudio.embedded.processes import ServicesFailed

ROOTS_BASE = Path("/var/lib/cxstudio-dev")
SYSTEM_USER = "cxstudio-dev"


class Place(NamedTuple):
    root: Path
    base: Path  # holds PostgreSQL's data
    sockets: Path

    @classmethod
    def of(cls, root: Path) -> "Place":
        key = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
        if os.geteuid() == 0:
            return cls(root, ROOTS_BASE / key, ROOTS_BASE / key / "sockets")
        return cls(root, root / "var", Path(f"/tmp/cxstudio-{os.getuid()}") / key)

    @property
    def postgres_data(self) -> Path:
        return self.base / "postgres"

    @property
    def valkey_data(self) -> Path:
        return self.root / "var" / "valkey"

    def log(self, name: str) -> Path:
        """A server's log, begun anew once it is long."""
        path = self.root / "var" / "log" / f"{name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > 5_000_000:
            path.unlink()
        return path

    def prepare(self) -> None:
        """Make the folders, private where other people of the machine could look."""
        self.base.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            for folder in (ROOTS_BASE, self.base):
                folder.chmod(0o755)
            (self.base / "clone.txt").write_text(f"{self.root}\n")
        else:
            _private(self.sockets.parent)
        _private(self.sockets)
        if os.geteuid() == 0:  # the system user passes through to its own socket
            self.sockets.chmod(0o711)
        for name in ("postgres", "valkey"):
            _private(self.sockets / name, owner() if name == "postgres" else None)

    def folders(self) -> list[Path]:
        """Everything of this clone's that `erase` deletes."""
        return [self.postgres_data, self.valkey_data, self.sockets, *self._own_base()]

    def _own_base(self) -> list[Path]:
        return [] if self.base == self.root / "var" else [self.base]


def owner() -> pwd.struct_passwd | None:
    """The system user that runs PostgreSQL where we are root; None otherwise."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--user-group"]
        + ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True,
        text=True,
    )
    try:  # another clone may have made it in the same moment
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise ServicesFailed(
            "PostgreSQL cannot run as root, and the system user "
            f"{SYSTEM_USER} could not be made: {made.stderr.strip()}. "
            "Run as an ordinary user, or set CXSTUDIO_DATABASE_URL."
        ) from None


def readable_copy(source: Path, name: str, *parts: str) -> Path:
    """For root: a copy of `parts` of `source` that the system user can reach."""
    if os.geteuid() != 0:
        return source
    copy = ROOTS_BASE / name
    if not copy.exists():
        fresh = ROOTS_BASE / f"{name}.{os.getpid()}"
        for part in parts:
            shutil.copytree(source / part, fresh / part, symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():  # root's umask may have hidden them
                path.chmod(path.stat().st_mode | 0o444 | (0o111 * path.is_dir()))
        for program in fresh.glob("*/pginstall/bin/*"):
            program.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another clone was faster
            shutil.rmtree(fresh)
    return copy


def _private(folder: Path, owned_by: pwd.struct_passwd | None = None) -> None:
    """A folder that only its owner can enter, and that nobody else made for us."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    expected = {os.geteuid()} | ({owned_by.pw_uid} if owned_by else set())
    if folder.is_symlink() or status.st_uid not in expected:
        raise ServicesFailed(
            f"{folder} belongs to someone else, so the database cannot be reached "
            "safely through it. Delete that folder, or ask its owner to, and try again."
        )
    if owned_by:
        os.chown(folder, owned_by.pw_uid, owned_by.pw_gid)
    folder.chmod(0o700)
