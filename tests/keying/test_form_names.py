import pytest

from cxstudio.refusal import Refusal
from feedback.answering import editions
from feedback.keying import form_names
from feedback.surveys import publishing
from feedback.surveys.models import Survey
from studies.people import consenting
from studies.people.models import ConsentText
from tests import make
from tests.keying.sheets import name_of, published

pytestmark = pytest.mark.django_db


def refused(survey, name) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        form_names.find(survey, name)
    return refusal.value.code, refusal.value.message


def test_a_name_is_found_however_it_is_typed():
    survey = published()
    name = name_of(survey)

    for typed in (name, name.upper(), f" {name.replace('-', ' – ')} "):
        form = form_names.find(survey, typed)

        assert (form.name, form.version.number, form.language) == (name, 1, "en")
        assert (form.terms, form.is_older) == (None, False)


def test_an_older_form_is_found_as_itself():
    survey = published()
    older = name_of(survey)
    survey.questions.filter(key="q6").update(label="What did it ask you to do?")
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    editions.forget()

    form = form_names.find(Survey.objects.get(pk=survey.pk), older)

    assert (form.version.number, form.is_older) == (1, True)
    assert form.name == older != name_of(survey)


def test_a_form_keeps_the_consent_text_that_was_printed_on_it():
    survey = published()
    study = survey.activity.round.study
    first = make.consent(study=study)
    older = name_of(survey)
    ConsentText.objects.filter(pk=first.text_id).update(quote="We may show my words.")
    consenting.publish(first.text_id, by=None, reason="Plainer.")

    form = form_names.find(survey, older)

    assert older.endswith("-c1")
    assert name_of(survey).endswith("-c2")
    assert form.terms.pk == first.pk


def test_a_name_without_its_last_part_does_not_lose_the_consent():
    survey = published()
    make.consent(study=survey.activity.round.study)
    survey.questions.filter(key="q6").update(label="What did it ask you to do?")
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    editions.forget()
    survey = Survey.objects.get(pk=survey.pk)
    name = name_of(survey)

    code, message = refused(survey, name.removesuffix("-c1"))

    assert name.endswith("-c1")
    assert code == "other_words"
    assert message == (
        f"The form of this version and language is called {name}. Compare it with "
        "the name on the sheet."
    )
    assert form_names.find(survey, name).terms is not None


def test_a_form_from_before_consent_was_asked_has_no_last_part():
    survey = published()
    older = name_of(survey)
    make.consent(study=survey.activity.round.study)

    assert form_names.find(survey, older).terms is None


def test_what_is_no_name_says_what_it_is():
    survey = published()
    other = make.survey(activity=make.activity(agency=survey.agency), title="Wait")
    foreign = make.survey()
    name, pk = name_of(survey), survey.pk
    another = f"{pk}-1-en-{'0' * 6}"

    assert [
        refused(survey, typed)
        for typed in (
            "12",
            f"{other.pk}-1-en-4f2a91",
            f"{foreign.pk}-1-en-4f2a91",
            f"{pk}-draft-en-4f2a91",
            f"{pk}-7-en-4f2a91",
            f"{pk}-1-fr-4f2a91",
            another,
            f"{name}-c4",
        )
    ] == [
        (
            "no_name",
            "This is no name of a form. It stands at the edge of each page, such as "
            f"{pk}-1-en-4f2a91.",
        ),
        (
            "another_survey",
            "This sheet is of another survey: “Wait”. Open its keying page.",
        ),
        (
            "another_survey",
            f"This sheet is of survey {foreign.pk}, which we don’t know here.",
        ),
        (
            "draft",
            "This sheet was printed from a draft, so its answers can’t be counted. "
            "Publish the survey, and hand out that form.",
        ),
        ("no_version", "This survey has no version 7. Look at the name again."),
        ("no_language", "Version 1 has no form in “fr”."),
        (
            "other_words",
            f"The form of this version and language is called {name}. Compare it with "
            "the name on the sheet.",
        ),
        ("no_consent", "This survey’s consent text has no version 4."),
    ]
