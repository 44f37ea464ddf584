"""What a run needs before its servers start, in one process: Django starts once."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxstudio.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402


def main() -> None:
    django.setup()
    call_command("compile_translations", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    if fresh := _changed_styles():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        _collected().write_text(fresh)
    call_command("seed_demo", verbosity=0)


def _changed_styles() -> str:
    """A fingerprint of what collectstatic would read; empty if it read that already."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                digest.update(f"{file}\0{file.stat().st_mtime_ns}\0".encode())
    fresh = digest.hexdigest()
    done = _collected().read_text() if _collected().exists() else ""
    return "" if fresh == done else fresh


def _collected() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


if __name__ == "__main__":
    main()
