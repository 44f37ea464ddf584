"""A survey like the demo's, with every kind of question, and a person who walks it."""

from datetime import date

from feedback.answering import editions
from feedback.surveys import publishing
from feedback.surveys.models import Choice, Question, Survey
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.people import consenting
from studies.planning.models import Activity, Study
from studies.wording.translations import (
    SourceText,
    Wording,
    place,
    translate,
    translate_all,
)
from tests import make

ARABIC = {
    "title": "خطاب التجديد الذي وصلكم",
    "purpose": "نحن نكتب خطاب تجديد المساعدة الغذائية، ونريد أن يصبح فهمه أسهل.",
    "got_letter": "في آخر 12 شهرًا، هل وصلكم خطاب يطلب منكم تجديد المساعدة الغذائية؟",
}
PURPOSE = (
    "We write the Food Help renewal letter, and we want to make it easier to "
    "understand."
)
ONLY_AFTER_YES = {"any": [["got_letter", ["yes"]]]}


def letter(*, study: Study | None = None, **activity_fields) -> Survey:
    """Eight questions; 2 to 8 show only after "Yes" to question 1."""
    layout = activity_fields.pop("layout", Survey.Layout.ONE_A_PAGE)
    study = study or make.study(state=Study.State.RUNNING)
    round_ = study.rounds.first() or make.round_(study=study)
    activity = make.activity(round=round_, **activity_fields)
    survey = make.survey(
        activity=activity,
        title="Your renewal letter",
        purpose=PURPOSE,
        thanks="You help us write a letter that people can understand.",
        layout=layout,
        languages=["ar"],
    )
    rows = Question.objects.bulk_create(
        Question(
            survey=survey, key=key, kind=kind, label=label, position=position, **extra
        )
        for position, (key, kind, label, _choices, extra) in enumerate(QUESTIONS)
    )
    Choice.objects.bulk_create(
        Choice(question=row, position=position, **choice)
        for row, (*_others, choices, _extra) in zip(rows, QUESTIONS, strict=True)
        for position, choice in enumerate(choices)
    )
    wordings = [
        Wording(source, ARABIC.get(name, f"نص {source.text}"), "reviewed")
        for name, source in keyed_texts(survey, draft_questions(survey))
        if source.text
    ]
    translate_all(wordings, "ar", agency=survey.agency, by=None)
    publish(survey)
    return survey


def ask_consent(study: Study) -> None:
    """Words to agree to, which Arabic has too."""
    text = make.consent_text(study=study)
    for purpose, words in text.sentences.items():
        source = SourceText(place(text, purpose), words)
        translate(source, "ar", words, agency=study.agency, by=None, state="same")
    consenting.publish(text.pk, by=None)


def publish(survey: Survey) -> None:
    for language in survey.languages:
        make.translated(survey, language)
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    editions.forget()


def choices(*labels: str, **marks: dict) -> list[dict]:
    """Choices whose code is the first word of the label, in small letters."""
    rows = []
    for label in labels:
        code = label.split()[0].lower().strip(",")
        rows.append({"code": code, "label": label} | marks.get(code, {}))
    return rows


QUESTIONS = [
    (
        "got_letter",
        "one_choice",
        "In the last 12 months, did you get a letter that asked you to renew?",
        choices("Yes", "No", "Unsure"),
        {},
    ),
    (
        "asked",
        "short_text",
        "In a few words, what did the letter ask you to do?",
        [],
        {"show_when": ONLY_AFTER_YES, "hint": "You can skip this."},
    ),
    (
        "date",
        "one_choice",
        "What did you think that date was?",
        choices("Last day to send the form", "Interview", "Never saw a date"),
        {"show_when": ONLY_AFTER_YES},
    ),
    (
        "ease",
        "scale",
        "How easy or hard was it to understand the letter?",
        choices(
            "Very_easy",
            "Easy",
            "Neither easy nor hard",
            "Hard",
            "Unread: I did not read it",
        )[:4]
        + [{"code": "unread", "label": "I did not read it", "apart": True}],
        {"show_when": ONLY_AFTER_YES},
    ),
    (
        "hard",
        "several_choices",
        "What, if anything, made it hard for you to renew?",
        choices(
            "Words were hard",
            "Late",
            "Other: something else",
            "Nothing made it hard",
            **{"other:": {"code": "other", "other": True}},
            nothing={"exclusive": True},
        ),
        {"show_when": ONLY_AFTER_YES},
    ),
    (
        "help",
        "one_choice",
        "How would you most like to get help?",
        choices("Phone", "Office", "Website"),
        {"show_when": ONLY_AFTER_YES},
    ),
    (
        "change",
        "long_text",
        "If you could change one thing in the letter, what would it be?",
        [],
        {"show_when": ONLY_AFTER_YES, "hint": "Do not write names."},
    ),
    (
        "fits",
        "several_choices",
        "Do any of these fit you?",
        choices(
            "Language other than English",
            "Address: none fixed",
            "None of these",
            none={"exclusive": True},
            **{"address:": {"code": "address"}},
        ),
        {"show_when": ONLY_AFTER_YES},
    ),
]
ANSWERS = {
    "got_letter": {"got_letter": "yes"},
    "asked": {"asked": "Send a form"},
    "date": {"date": "interview"},
    "ease": {"ease": "hard"},
    "hard": {"hard": ["words", "other"], "hard-text": "No stamps"},
    "help": {"help": "phone"},
    "change": {"change": "Say the date first"},
    "fits": {"fits": ["language", "address"]},
}
STORED = {
    "got_letter": {"code": "yes"},
    "asked": {"text": "Send a form"},
    "date": {"code": "interview"},
    "ease": {"code": "hard"},
    "hard": {"codes": ["words", "other"], "text": "No stamps"},
    "help": {"code": "phone"},
    "change": {"text": "Say the date first"},
    "fits": {"codes": ["language", "address"]},
}


def tell_by(survey: Survey) -> date:
    return Activity.objects.get(pk=survey.activity_id).round.tell_by
