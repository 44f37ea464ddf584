import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.surveys import bank
from feedback.surveys.compiling import compile_draft
from feedback.surveys.models import BankQuestion, Choice, Row
from feedback.surveys.translation.languages import add_language, draft_texts
from studies.wording.translations import translate, translated
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def survey_of(member, **fields):
    return make.survey(activity=make.activity(agency=member.agency), **fields)


def matrix(survey):
    """A question with everything that can be saved."""
    question = make.question(
        survey=survey,
        key="ways",
        kind="matrix",
        label="How good or bad was each?",
        hint="Choose one for each.",
        message="Choose once more.",
        settings={"may_decline": True},
    )
    Choice.objects.create(question=question, code="good", label="Good")
    Choice.objects.create(question=question, code="none", label="None", apart=True)
    Row.objects.create(question=question, code="letter", label="Letter")
    return question


def compiled(survey, key: str) -> dict:
    document = compile_draft(survey)
    [question] = [q for q in document["questions"] if q["key"] == key]
    words = {
        name.removeprefix(key): text
        for name, text in document["texts"]["en"].items()
        if name.startswith(key)
    }
    return {"question": question | {"key": "", "locked": False}, "words": words}


def test_a_saved_question_comes_whole_into_another_survey(dana):
    old, new = survey_of(dana), survey_of(dana)
    question = matrix(old)

    saved = bank.save_to_bank(question.pk, by=dana.user)
    added = bank.add_from_bank(new.pk, saved.pk, by=dana.user)

    assert compiled(new, added.key) == compiled(old, "ways")


def test_its_translations_come_along_with_their_state(dana):
    old, new = survey_of(dana), survey_of(dana)
    question = matrix(old)
    named = dict(draft_texts(old))
    for name, text, state in [
        ("ways", "¿Qué tal?", "reviewed"),
        ("ways:good", "Bien", "machine"),
        ("ways:row:letter", "La carta", "draft"),
    ]:
        translate(named[name], "es", text, agency=old.agency, by=dana.user, state=state)
    translate(named["ways:hint"], "es", "Elija.", agency=old.agency, by=dana.user)
    question.hint = "Another hint."
    question.save()

    saved = bank.save_to_bank(question.pk, by=dana.user)
    added = bank.add_from_bank(new.pk, saved.pk, by=dana.user)

    new = add_language(new.pk, "es", by=dana.user)
    sources = [s for name, s in draft_texts(new) if name.startswith(added.key)]
    found = {text.text: str(text.state) for text in translated(sources, "es")}
    assert found == {
        "¿Qué tal?": "reviewed",
        "Bien": "machine",
        "La carta": "draft",
        "": "missing",  # the hint's translation was of older words
    }


def test_the_same_question_is_kept_once_and_comes_back_when_saved_again(dana):
    question = matrix(survey_of(dana))
    first = bank.save_to_bank(question.pk, by=dana.user)
    bank.archive(first.pk, by=dana.user)

    again = bank.save_to_bank(question.pk, by=dana.user)

    assert again.pk == first.pk
    assert BankQuestion.objects.get().archived_at is None


def test_changed_words_are_another_question(dana):
    question = matrix(survey_of(dana))
    bank.save_to_bank(question.pk, by=dana.user)
    question.label = "How was each of these?"
    question.save()

    bank.save_to_bank(question.pk, by=dana.user)

    assert BankQuestion.objects.count() == 2


def test_what_becomes_of_the_question_later_does_not_change_the_bank(dana):
    question = matrix(survey_of(dana))
    saved = bank.save_to_bank(question.pk, by=dana.user)

    question.label = "Changed"
    question.save()

    saved.refresh_from_db()
    assert saved.label == "How good or bad was each?"


def test_a_fixed_wording_stays_fixed(dana):
    old, new = survey_of(dana), survey_of(dana)
    question = make.question(survey=old, locked=True, label="I was treated fairly.")

    saved = bank.save_to_bank(question.pk, by=dana.user)

    assert bank.add_from_bank(new.pk, saved.pk, by=dana.user).locked


def test_a_question_in_another_language_is_refused_and_adds_nothing(dana):
    question = make.question(survey=survey_of(dana))
    saved = bank.save_to_bank(question.pk, by=dana.user)
    spanish = survey_of(dana, source_language="es")

    with pytest.raises(Refusal) as refused:
        bank.add_from_bank(spanish.pk, saved.pk, by=dana.user)

    assert refused.value.code == "other_language"
    assert spanish.questions.count() == 0


def test_archiving_and_bringing_back_can_be_repeated(dana):
    saved = make.bank_question(agency=dana.agency)

    bank.archive(saved.pk, by=dana.user)
    first = bank.archive(saved.pk, by=dana.user).archived_at
    moment = BankQuestion.objects.get().archived_at
    bank.bring_back(saved.pk, by=dana.user)
    bank.bring_back(saved.pk, by=dana.user)

    assert first == moment
    assert BankQuestion.objects.get().archived_at is None


def test_a_designer_saves_and_adds_with_two_buttons(client, dana):
    old, new = survey_of(dana), survey_of(dana)
    question = matrix(old)

    saved = client.post(reverse("survey-bank-save", args=[old.pk, question.pk]))
    row = BankQuestion.objects.get()
    page = client.get(reverse("question-bank") + f"?survey={new.pk}")
    added = client.post(reverse("survey-bank-add", args=[new.pk, row.pk]))

    assert saved.url.endswith(f"#question-{question.pk}")
    assert "How good or bad was each?" in page.content.decode()
    assert "Add to the survey" in page.content.decode()
    own = new.questions.get()
    assert added.url.endswith(f"#question-{own.pk}")


def test_the_bank_is_the_agencys_own_and_costs_the_same_for_few_and_many(
    client, dana, django_assert_num_queries
):
    make.bank_question(label="Somebody else's?")
    address = reverse("question-bank")
    client.get(address)
    for number in (1, 3):
        for _ in range(number):
            make.bank_question(agency=dana.agency, label="Ours?")
        with django_assert_num_queries(5):
            page = client.get(address).content.decode()

    assert page.count("Ours?</h2>") == 4
    assert "Somebody else" not in page


def test_questions_are_found_by_their_words_and_archived_ones_apart(client, dana):
    make.bank_question(agency=dana.agency, label="About letters?")
    away = make.bank_question(agency=dana.agency, label="About phones?")
    client.post(reverse("question-bank-move", args=[away.pk]))
    address = reverse("question-bank")

    assert "About letters?" in client.get(f"{address}?words=LETTER").content.decode()
    nothing = client.get(f"{address}?words=phone").content.decode()
    assert "No saved question has these words." in nothing
    archived = client.get(f"{address}?archived=1").content.decode()
    assert "About phones?" in archived
    client.post(reverse("question-bank-move", args=[away.pk]), {"to": "back"})
    assert "About phones?" in client.get(address).content.decode()
