"""Where a setting is read from: the environment, then a clone's own file."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
# Other projects' files that stand in for ones of installed packages.
VENDOR_DIR = BASE_DIR / "frontend" / "vendor"

env = environ.Env()
# A clone keeps the secrets that `make run` made there; empty reads no file.
_env_file = env.str("CXSTUDIO_ENV_FILE", default=str(VAR_DIR / "env"))
if _env_file and Path(_env_file).exists():
    environ.Env.read_env(_env_file)


def required(name: str) -> str:
    """The variable's value; a missing one stops the start and is named."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. docs/operations.md says what it is for."
        )
    return value


def one_of(name: str, known: list[str]) -> str:
    """The first where it is not set; a name that nobody knows stops the start."""
    value = env.str(name, default="") or known[0]
    if value not in known:
        raise ImproperlyConfigured(
            f"{name} must be one of: {', '.join(filter(None, known))}."
        )
    return value
