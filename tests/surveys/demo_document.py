"""The demo survey, and how people write such a survey in a document."""

RENEW = "What, if anything, made it hard for you to renew in the last 12 months?"
QUESTIONS = [
    (
        "In the last 12 months, did you get a letter that asked you to renew your "
        "Food Help?",
        "",
        ["Yes", "No", "I am not sure"],
    ),
    (
        "In a few words, what did the letter ask you to do?",
        "You can skip this.",
        [],
    ),
    (
        "The first page of the letter shows a date in bold. "
        "What did you think that date was?",
        "",
        [
            "The last day to send the form",
            "The day of an interview",
            "The day my help ends",
            "The day the letter was written",
            "I did not see a date",
            "I do not remember",
        ],
    ),
    (
        "How easy or hard was it to understand the letter?",
        "",
        [
            "Very easy",
            "Easy",
            "Not easy and not hard",
            "Hard",
            "Very hard",
            "I did not read it",
        ],
    ),
    (
        RENEW,
        "",
        [
            "The words were hard",
            "It was not in my language",
            "It came late",
            "I did not have all the papers",
            "I could not get through by phone",
            "I could not get to an office",
            "I had no phone or internet",
            "Something else",
            "Nothing made it hard",
        ],
    ),
    (
        "If you needed help with the letter, how would you most like to get it?",
        "",
        [
            "By phone",
            "By text message",
            "At an office",
            "At a place I know, such as a community center",
            "On a website",
            "From family or friends",
            "I would not want help",
        ],
    ),
    (
        "If you could change one thing in the letter, what would it be?",
        "Please do not write names, phone numbers or case numbers. "
        "We cannot answer questions about your case here. For help with your case, "
        "call 555-0142. In danger or crisis? Call 911 or 988.",
        [],
    ),
    (
        "Do any of these fit you?",
        "You can skip this. It helps us see who we have not heard from.",
        [
            "I read best in a language other than English",
            "I have no fixed address now",
            "I renew for someone I care for",
            "A disability or health problem makes letters or phones hard to use",
            "None of these",
            "I would rather not say",
        ],
    ),
]
KINDS = [
    "one_choice",
    "short_text",
    "one_choice",
    "scale",
    "several_choices",
    "one_choice",
    "long_text",
    "several_choices",
]


def document(style: str) -> str:
    """The demo survey as text of a document in one of six usual forms."""
    parts = [
        question_in(style, number, *asked)
        for number, asked in enumerate(QUESTIONS, start=1)
    ]
    if style == "word":
        return "\r\n\r\n".join(parts).replace("that asked", "that\u00a0asked")
    return "\n\n".join(parts)


def question_in(style: str, number: int, label: str, hint: str, choices: list) -> str:
    """One question; "Something else" has its blank as in print."""
    written = [c + ": ____" if c == "Something else" else c for c in choices]
    if style == "slashes":
        return (
            f"{number}. {label} " + (f"*{hint}* " if hint else "") + " / ".join(written)
        )
    if style == "apart":  # a blank line between all lines, as mail programs do
        return "\n\n".join([f"Q{number}. {label}", *filter(None, [hint]), *written])
    if style == "word":
        lines = [f"{number}.\t{label}", *filter(None, [hint])]
        return "\r\n".join(lines + [f"\t•\t{choice}" for choice in written])
    marks = {"numbers": "{}", "letters": "{letter}) {}", "bullets": "- {}"}[style]
    head = label if style == "bullets" else f"{number}. {label}"
    lines = [
        marks.format(choice, letter="abcdefghij"[place])
        for place, choice in enumerate(written)
    ]
    return "\n".join([head, *filter(None, [hint]), *lines])
