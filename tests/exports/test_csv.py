import csv
import io
import tracemalloc

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cxstudio import csv_lines
from feedback.answering.models import SurveyResponse
from feedback.exports import csv_file
from feedback.exports.models import ExportLog
from feedback.exports.plan import plan
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="analyst")
    client.force_login(member.user)
    return member


def survey_of(member, **fields):
    return make.published_survey(activity=make.activity(agency=member.agency), **fields)


def table(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def get(client, survey, query="", name="survey-export-answers"):
    return client.get(reverse(name, args=[survey.pk]) + query)


def test_the_file_has_one_row_a_finished_response_in_a_stable_order(client, member):
    survey = survey_of(member)
    for day in ("2027-04-03", "2027-04-01", "2027-04-02"):
        make.response(survey=survey, submitted_on=day)
    make.response(survey=survey, state="started", submitted_on=None)
    make.response(survey=survey, state="withdrawn")

    rows = table(get(client, survey))

    assert [row["_day"] for row in rows] == ["2027-04-01", "2027-04-02", "2027-04-03"]


def test_practice_is_left_out_unless_asked_for_and_is_marked(client, member):
    survey = survey_of(member)
    make.response(survey=survey)
    make.response(survey=survey, is_practice=True)

    plain, practice = get(client, survey), get(client, survey, "?practice=1")

    assert [row["_practice"] for row in table(plain)] == ["0"]
    assert sorted(row["_practice"] for row in table(practice)) == ["0", "1"]


def test_words_with_commas_quotes_line_ends_and_arabic_come_through(client, member):
    survey = survey_of(member)
    words = 'One, "two"\nthree\nأريد'
    make.response(survey=survey, answers={"q2": {"text": words}})

    assert table(get(client, survey))[0]["q2"] == words


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_made_harmless(client, member, start):
    survey = survey_of(member)
    make.response(survey=survey, answers={"q2": {"text": f"{start}HYPERLINK()"}})

    assert table(get(client, survey))[0]["q2"] == f"'{start}HYPERLINK()"


@given(st.text())
def test_no_cell_ever_begins_as_a_formula(cell):
    is_number = csv_lines.NUMBER.fullmatch(cell) is not None
    assert is_number or not csv_lines.harmless(cell).startswith(
        csv_lines.FORMULA_STARTS
    )
    assert csv_lines.harmless(cell).endswith(cell)


def test_the_mark_of_unicode_is_there_only_when_asked_for(client, member):
    survey = survey_of(member)

    with_mark = b"".join(get(client, survey, "?bom=1").streaming_content)
    without = b"".join(get(client, survey).streaming_content)

    assert with_mark == b"\xef\xbb\xbf" + without


def test_a_file_of_synthetic_answers_says_so_in_its_name(client, member):
    survey = survey_of(member, title="Your letter")
    make.response(survey=survey, is_synthetic=True)

    name = get(client, survey)["Content-Disposition"]

    assert name.startswith('attachment; filename="your-letter-synthetic-answers-')


def test_each_download_is_written_down(client, member):
    survey = survey_of(member)
    get(client, survey, "?practice=1")
    get(client, survey, name="survey-export-codebook")

    logged = ExportLog.objects.within(member.agency)
    page = get(client, survey, name="survey-export").content.decode()

    assert [(row.by, row.with_practice) for row in logged] == [
        (member.user, False),
        (member.user, True),
    ]
    assert str(logged[0]) in page


def test_the_log_of_downloads_is_only_added_to(client, member):
    get(client, survey_of(member))

    with pytest.raises(TypeError):
        ExportLog.objects.update(by=None)
    with pytest.raises(TypeError):
        ExportLog.objects.all().delete()


def test_the_codebook_explains_each_column_and_code(client, member):
    survey = survey_of(member)

    rows = table(get(client, survey, name="survey-export-codebook"))

    assert [
        (r["column"], r["code"], r["meaning"]) for r in rows if r["column"] == "q1"
    ] == [
        ("q1", "c1", "Yes"),
        ("q1", "c2", "No"),
        ("q1", "_no_answer", "The question was shown and not answered"),
        ("q1", "_not_shown", "The question was not shown to this person"),
    ]
    answers = get(client, survey)
    header = b"".join(answers.streaming_content).decode().splitlines()[0].split(",")
    assert list(dict.fromkeys(row["column"] for row in rows)) == header


@pytest.mark.parametrize(
    "name", ["survey-export", "survey-export-answers", "survey-export-codebook"]
)
def test_other_agencies_and_viewers_get_nothing(client, member, name):
    others = get(client, make.published_survey(), name=name)
    viewer = make.member(role="viewer", agency=member.agency)
    client.force_login(viewer.user)

    assert [
        others.status_code,
        get(client, survey_of(member), name=name).status_code,
    ] == [
        404,
        403,
    ]


def test_memory_does_not_grow_with_the_number_of_rows():
    survey = make.published_survey()
    version = survey.versions.first()
    SurveyResponse.objects.bulk_create(
        SurveyResponse(
            survey=survey,
            version=version,
            language="en",
            state="submitted",
            submitted_on="2027-04-01",
            is_anonymous=True,
            answers={"q1": {"code": "c1"}, "q2": {"text": "Words " * 40}},
        )
        for _ in range(8_000)
    )
    columns, peaks = plan({1: version.document}), []
    for wanted in (2_000, 8_000):
        tracemalloc.start()
        pieces = csv_file.answers(survey, columns)
        rows = 0
        for piece in pieces:
            rows += piece.count(b"\r\n")
            if rows > wanted:
                break
        pieces.close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5


@pytest.mark.parametrize(
    "cell, kept",
    [("-5", "-5"), ("-2.5", "-2.5"), ("-5+1", "'-5+1"), ("-", "'-"), ("+1", "'+1")],
)
def test_a_number_below_zero_stays_a_number(cell, kept):
    assert csv_lines.harmless(cell) == kept
