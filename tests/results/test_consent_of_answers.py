import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.exports import codebook
from feedback.exports.plan import plan
from feedback.results import marking
from feedback.results.agreed import AgreedPurpose, read_consent
from feedback.results.summary import documents_of_survey
from studies.evidence.models import Highlight
from studies.planning.models import Study
from tests import make
from tests.exports.test_csv import get, table

pytestmark = pytest.mark.django_db
WORDS = {"q2": {"text": "Say the date first"}}


@pytest.fixture
def member(client):
    member = make.member(role="analyst")
    client.force_login(member.user)
    return member


def asked(agency=None, **consents):
    """A response whose person was asked, and agreed to what is True."""
    study = make.study(
        state=Study.State.RUNNING, **({"agency": agency} if agency else {})
    )
    survey = make.published_survey(
        activity=make.activity(round=make.round_(study=study))
    )
    version = make.consent(study=study, share="You may share.")
    return make.response(
        survey=survey,
        answers=WORDS,
        consent_version=version,
        consent_language="en",
        consents=consents,
    )


def test_words_are_kept_with_the_consent_under_which_they_came():
    response = asked(quote=True)

    row = marking.mark(response.pk, "q2", by=make.user())

    assert row.consent_version == response.consent_version


@pytest.mark.parametrize("consents", [{"quote": False}, {"share": True}, {}])
def test_whoever_did_not_agree_to_it_is_not_quoted(consents):
    response = asked(**consents)

    with pytest.raises(Refusal) as refused:
        marking.mark(response.pk, "q2", by=make.user())

    assert refused.value.code == "no_consent"
    assert not Highlight.objects.exists()


def test_answers_from_before_there_was_a_text_can_be_kept_for_the_team():
    study = make.study(state=Study.State.RUNNING)
    activity = make.activity(round=make.round_(study=study))
    survey = make.published_survey(activity=activity)
    response = make.response(survey=survey, answers=WORDS)
    make.consent(study=study)

    row = marking.mark(response.pk, "q2", by=make.user())

    assert row.consent_version is None


def test_the_file_says_agreed_not_agreed_and_not_asked_apart(client, member):
    response = asked(member.agency, quote=True, share=False)
    make.response(survey=response.survey)

    rows = table(get(client, response.survey))

    found = {tuple(row[name] for name in row if "_consent" in name) for row in rows}
    assert found == {("1", "en", "1", "0", ""), ("", "", "", "", "")}


def test_the_codebook_explains_each_column_of_consent():
    survey = make.published_survey()
    documents = documents_of_survey(survey)

    rows = codebook.rows(plan(documents), documents)

    said = {row[0]: row[3] for row in rows if row[0].startswith("_consent")}
    assert list(said) == [
        "_consent_version",
        "_consent_language",
        "_consent_quote",
        "_consent_share",
        "_consent_ask_again",
    ]
    assert said["_consent_quote"] == (
        "quote: 1 = agreed, 0 = asked and did not agree, empty = not asked"
    )


def test_a_response_is_read_with_what_the_person_agreed_to():
    found = read_consent(asked(quote=True, share=False))

    assert found.purposes == [
        AgreedPurpose("take part", "We read your answers.", True),
        AgreedPurpose("quote", "You may show my words.", True),
        AgreedPurpose("share with other agencies", "You may share.", False),
    ]


def test_the_page_offers_to_keep_only_the_words_that_may_be_quoted(client, member):
    yes, no = asked(member.agency, quote=True), asked(member.agency, quote=False)

    pages = [
        client.get(reverse("survey-response", args=[row.survey_id, row.pk]))
        for row in (yes, no)
    ]
    comments = client.get(reverse("survey-comments", args=[no.survey_id, "q2"]))

    assert [b"Save as what people said" in page.content for page in pages] == [
        True,
        False,
    ]
    assert b"quote: no" in pages[1].content
    assert b"did not agree to be quoted" in comments.content
    assert b"Save as what people said" not in comments.content


def test_the_page_says_that_nothing_was_asked(client, member):
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    row = make.response(survey=survey)

    page = client.get(reverse("survey-response", args=[survey.pk, row.pk]))

    assert b"there was no consent text when these answers were given" in page.content
