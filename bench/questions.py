"""Ten questions of the kinds and sizes that the demo survey has."""

ONE = "one_choice"
SEVERAL = "several_choices"


def _choices(number: int) -> list[tuple[str, str]]:
    words = "I could not get through to the office by phone"
    return [(f"c{i}", f"{i}. {words[: 14 + 4 * i]}") for i in range(1, number + 1)]


# (key, kind, label, choices, what a person answers)
QUESTIONS = [
    ("q1", ONE, "In the last year, did you get a letter?", _choices(3), ["c1"]),
    ("q2", "short_text", "What did it ask you to do?", [], ["Send a form back"]),
    ("q3", ONE, "What did you think the date was?", _choices(6), ["c2"]),
    ("q4", "scale", "How easy or hard was the letter?", _choices(6), ["c4"]),
    ("q5", SEVERAL, "What made it hard to renew?", _choices(9), ["c1", "c3"]),
    ("q6", ONE, "How would you like to get help?", _choices(7), ["c1"]),
    ("q7", "long_text", "What one thing would you change?", [], ["Put the date first"]),
    ("q8", SEVERAL, "Do any of these fit you?", _choices(6), ["c2"]),
    ("q9", "scale", "Do you trust that we will fix it?", _choices(5), ["c3"]),
    ("q10", ONE, "Would you answer again?", _choices(3), ["c1"]),
]
# What people go through between the first page and the receipt.
LAYOUTS = {
    "few_pages": "one page of questions, then the answers to look over",
    "at_once": "one page of questions, whose button sends: like the peer's",
    "one_a_page": "one question a page, then the answers to look over",
}
AT_ONCE = "at_once"


def pages(layout: str) -> list[list[tuple]]:
    if layout == "one_a_page":
        return [[question] for question in QUESTIONS]
    return [QUESTIONS]
