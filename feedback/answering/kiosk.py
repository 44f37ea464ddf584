"""A screen that people share: when it is idle, and what is left off its pages.

The numbers are those of docs/guide-designers.md. A script on the pages warns and waits;
without it the server keeps the same times by the moment that the attempt carries.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace

from feedback.answering.attempts import Attempt
from feedback.answering.ways import Mode, Way

# How long nobody may touch a page before it warns, and then how long the warning waits.
QUESTION_SECONDS, TEXT_SECONDS, WARNING_SECONDS = 60, 180, 20
# A press in the last moment still arrives.
ON_THE_WAY_SECONDS = 5
# What the script on a page sends along, as the page's own clock says that nobody left it
# alone: without a network it could not say so earlier.
WATCHED_FIELD = "kiosk-watched"  # no key of a question has a dash

# Addresses of this site outside the survey, of other sites, of phones and of mailboxes.
_AWAY = re.compile(r'<a\b[^>]*\bhref="(?:/|[a-z]+:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_AUTOFILL = re.compile(r'\bautocomplete="[^"]*"')


def way() -> Way:
    """Somebody at the screen, seen just now."""
    return Way(Mode.KIOSK, str(int(time.time())))


def is_one(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.mode == Mode.KIOSK


def awake(attempt: Attempt | None) -> Attempt | None:
    """The same, seen just now; an attempt elsewhere is left as it is."""
    return replace(attempt, detail=way().detail) if is_one(attempt) else attempt


def is_over(
    attempt: Attempt | None, *, answers_question: bool, is_watched: bool
) -> bool:
    """Whether the page was left alone for longer than its warning would have waited."""
    if not is_one(attempt) or is_watched:
        return False
    idle = QUESTION_SECONDS if answers_question else TEXT_SECONDS
    waited = time.time() - int(attempt.detail or 0)
    return waited > idle + WARNING_SECONDS + ON_THE_WAY_SECONDS


def closed_in(html: str) -> str:
    """A page that leads nowhere else, and that the browser fills in nothing of."""
    return _AUTOFILL.sub('autocomplete="off"', _AWAY.sub(r"\1", html))


def seconds() -> dict[str, int]:
    """The times as the script on the pages reads them."""
    return {
        "question": QUESTION_SECONDS,
        "text": TEXT_SECONDS,
        "warning": WARNING_SECONDS,
        "question_ends": QUESTION_SECONDS + WARNING_SECONDS,
        "text_ends": TEXT_SECONDS + WARNING_SECONDS,
    }
