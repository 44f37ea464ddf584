"""Much at once: thousands of choices, large files, more than anybody means."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback.surveys.markers import question_marker
from feedback.surveys.models import Choice
from tests import make

pytestmark = pytest.mark.django_db
CHOICES = [f"Office {number} in Town {number * 7 % 5000}" for number in range(5000)]
QUESTION = "Which office did you go to?\n" + "\n".join(f"- {c}" for c in CHOICES)


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    return make.survey(activity=make.activity(agency=dana.agency))


@pytest.fixture
def address(survey):
    return reverse("survey-paste", args=[survey.pk])


def fields(page) -> dict[str, str]:
    """What the page would send as it stands, but for its lists of kinds."""
    state = page.context["state"]
    sent = {"count": str(len(state.rows()))}
    for row in state.rows():
        sent |= {
            f"{row.name}-keep": "on",
            f"{row.name}-label": row.question.label,
            f"{row.name}-kind": row.question.kind,
            f"{row.name}-was": row.question.kind,
            f"{row.name}-choices": row.choices,
            f"{row.name}-known": row.known,
        }
    return sent


def test_five_thousand_choices_are_pasted_and_saved_in_one_go(client, survey, address):
    read = client.post(address, {"text": QUESTION, "read": "1"})
    saved = client.post(address, fields(read) | {"add": "1"})

    assert saved.status_code == 302
    assert (
        list(survey.questions.get().choices.values_list("label", flat=True)) == CHOICES
    )
    assert read.content.count(b'name="q0-') < 20


def test_five_thousand_choices_are_edited_in_one_go(client, dana, survey):
    question = make.question(survey=survey, kind="one_choice", label="Which office?")
    Choice.objects.bulk_create(
        Choice(question=question, code=f"c{place}", label=label, position=place)
        for place, label in enumerate(CHOICES)
    )
    address = reverse("survey-question", args=[survey.pk, question.pk])
    marker = question_marker(question, list(question.choices.all()))
    changed = [f"{label} again" for label in CHOICES]
    saved = client.post(
        address,
        {
            "label": "Which office?",
            "kind": "one_choice",
            "choices": "\n".join(changed),
            "marker": marker,
        },
    )

    assert saved.status_code == 302
    rows = question.choices.current().values_list("code", "label")
    assert list(rows)[:2] == [("c0", changed[0]), ("c1", changed[1])]


def test_seven_hundred_questions_come_back_in_one_form(client, address):
    text = "\n".join(
        f"{number}. Is it so, number {number}?" for number in range(1, 701)
    )

    read = client.post(address, {"text": text, "read": "1"})
    saved = client.post(address, fields(read) | {"add": "1"})

    assert saved.status_code == 302


def test_a_file_from_a_word_processor_is_read(client, address):
    page = "<html><body><ol><li>Did you?<ul><li>Yes</li><li>No</li></ul></li></ol>"
    file = SimpleUploadedFile("questions.htm", page.encode("utf-16"))

    read = client.post(address, {"read": "1", "text": "", "file": file})

    [row] = read.context["state"].rows()
    assert (row.question.label, row.question.kind) == ("Did you?", "yes_no")
    assert "1. Did you?" in read.content.decode()


def test_html_that_came_with_the_text_says_more_than_the_text(client, address):
    html = "<h1>About you</h1><p>How old are you?</p>"

    read = client.post(address, {"read": "1", "text": "How old are you?", "html": html})

    [row] = read.context["state"].rows()
    assert (row.question.section, row.question.kind) == ("About you", "number")


def test_a_file_over_ten_megabytes_is_refused_with_a_sentence(client, address):
    file = SimpleUploadedFile("big.txt", b"x" * 10_000_001)

    page = client.post(address, {"read": "1", "text": "Did you?", "file": file})

    text = page.content.decode()
    assert "This is larger than 10 MB" in text
    assert "Did you?" in text


def test_ten_megabytes_of_text_are_refused_with_a_sentence(client, survey, address):
    page = client.post(address, {"read": "1", "text": "x" * 10_000_001})

    assert page.status_code == 413
    assert "nothing was changed" in page.content.decode()
    assert survey.questions.count() == 0


def test_scripts_of_a_file_are_nowhere_on_the_page(client, address):
    page = "<p>Did you?<script>alert(17)</script></p><p onclick='alert(17)'>Why?</p>"

    read = client.post(address, {"read": "1", "text": page})

    assert "alert(17)" not in read.content.decode()
