"""The demo's words, kept as data: one file per topic, four languages per string."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "ar", "zh-hans")


@cache
def load(topic: str) -> Any:
    """Return one topic, such as `study` or `messages`; treat it as read-only."""
    return json.loads((HERE / f"{topic}.json").read_text(encoding="utf-8"))
