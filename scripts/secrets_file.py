"""`var/env`: the secrets and switches of this clone, made once and never changed.

The settings read it; a variable of the environment goes before the file's.
"""

import base64
import os
import secrets
from pathlib import Path

HEAD = "# Made for this clone by scripts/dev.py. Production names its own values.\n"


def fresh() -> dict[str, str]:
    return {
        "CXSTUDIO_SECRET_KEY": secrets.token_urlsafe(50),
        # Fernet's form: 32 bytes in base64. Newest first, separated by commas.
        "CXSTUDIO_VAULT_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "CXSTUDIO_VAULT_HASH_KEY": secrets.token_urlsafe(32),
        "CXSTUDIO_DEMO": "true",
        "CXSTUDIO_HTTPS": "false",
    }


def complete(path: Path) -> None:
    """Add the variables that are missing; what is there stays as it is."""
    text = path.read_text() if path.exists() else HEAD
    if not text.endswith("\n"):
        text += "\n"
    there = {line.split("=")[0].strip() for line in text.splitlines() if "=" in line}
    missing = {name: value for name, value in fresh().items() if name not in there}
    if not missing:
        return
    text += "".join(f"{name}={value}\n" for name, value in missing.items())
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
