import re
from pathlib import Path

from feedback.demo import content

FILES = sorted(content.HERE.glob("*.json"))
STARTERS = sorted((Path(content.HERE).parent / "surveys/starters").glob("*.json"))


def test_addresses_are_all_at_example_domains():
    found = {
        address
        for path in [*FILES, *STARTERS]
        for address in re.findall(r"[\w.+-]+@[\w.-]+", path.read_text("utf-8"))
    }

    assert found != set()
    assert [a for a in found if not re.search(r"[@.]example\.(org|com|net)$", a)] == []


def test_phone_numbers_are_all_fictitious():
    found = {
        number
        for path in [*FILES, *STARTERS]
        for number in re.findall(r"\d{3,}[- ]\d{4}\b", path.read_text("utf-8"))
    }

    # The office's, that of whoever chose text messages, and the control number of the
    # legal notes, which reaches nobody.
    assert found == {"555-0142", "555-0178", "0000-0000"}


def test_comments_hold_no_address_number_or_link():
    comments = content.load("comments")
    texts = [row["text"] for name in ("change", "asked") for row in comments[name]]

    assert [text for text in texts if re.search(r"@|https?:|\d{3,}", text)] == []


def test_no_comment_names_a_person_of_the_demo():
    people = content.load("people") + content.load("agency")["team"]
    names = {part for person in people for part in person["name"].split()}
    words = {
        word
        for name in ("change", "asked", "hard_other")
        for row in content.load("comments")[name]
        for word in re.findall(r"\w+", row["text"])
    }

    assert names & words == set()
