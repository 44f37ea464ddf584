import re
from pathlib import Path

import pytest

from studies.wording.score import score
from tests.wording import demo_texts
from tests.wording.rewrites import REWRITES

PAIRS = Path(__file__).parents[3] / "shared/corpora/plain-language"


def text_of(markdown):
    """The words that a reader sees, list items on lines of their own."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\{:[^}]*\}", "", markdown)
    text = re.sub(r"</?(?:li|ul)>", "\n", text)
    text = re.sub(r"<[^>]+>|[*#]{2,}|^[\s|-]*---[\s|-]*$", "", text, flags=re.MULTILINE)
    return "\n".join(line.strip() for line in text.splitlines())


def before_and_after(path):
    body = path.read_text(encoding="utf-8").split("---", 2)[2]
    sides = re.search(r"#+ Before\s*\n(.*?)#+ After\s*\n(.*)", body, re.DOTALL)
    if sides:
        return text_of(sides[1]), text_of(sides[2])
    rows = [line.split(" | ") for line in body.splitlines() if " | " in line]
    cells = [row for row in rows if row[0] not in {"Before", "---"}]
    return tuple(text_of("\n\n".join(row[side] for row in cells)) for side in (0, 1))


@pytest.mark.skipif(not PAIRS.exists(), reason="the official pairs are not here")
def test_official_texts_score_worse_before_their_rewrite_in_9_of_10():
    pairs = {path.stem: before_and_after(path) for path in sorted(PAIRS.glob("*.md"))}

    worse = [
        name for name, (before, after) in pairs.items() if score(before) > score(after)
    ]

    assert len(pairs) == 10
    assert all(before for before, _ in pairs.values())
    assert len(worse) >= 9


@pytest.mark.parametrize("name", REWRITES)
def test_a_notice_scores_worse_than_its_plain_rewrite(name):
    before, after = REWRITES[name]

    assert score(before) > score(after) + 3


def test_a_text_against_itself_gains_nothing_and_nothing_scores_nothing():
    before, _ = REWRITES["benefit notice"]

    assert score(before) == score(before)
    assert score("") == score(" \n{link}") == 0


@pytest.mark.parametrize(
    "text", [demo_texts.CONSENT, demo_texts.INVITATION, demo_texts.SHARE_BACK]
)
def test_plain_texts_score_like_plain_texts(text):
    assert score(text) < 8
