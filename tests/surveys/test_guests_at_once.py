"""Two guests, or one who presses twice, on real connections at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from feedback.surveys.models import Comment
from feedback.surveys.translation.translating import seen_mark
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make
from tests.surveys.guest_links import at, reviewer, survey_of, title, translator

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Each press in a thread and with a connection of its own, all let go together."""
    answers: list = [None] * len(presses)
    ready = threading.Barrier(len(presses))

    def press(number: int) -> None:
        try:
            ready.wait(timeout=10)
            answers[number] = presses[number]()
        except BaseException as failure:
            answers[number] = failure
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[i]) for i in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    failures = [one for one in answers if isinstance(one, BaseException)]
    assert failures == []
    return answers


def test_of_two_translators_at_once_one_is_saved_and_the_other_sees_both():
    survey = survey_of()
    address = at(translator(survey))
    texts = ["Su carta", "La carta"]
    presses = [
        lambda text=text: Client().post(address, title(survey, text)) for text in texts
    ]

    answers = at_once(*presses)

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    kept = Translation.objects.get().text
    other = next(text for text in texts if text != kept)
    [page] = [one.content.decode() for one in answers if one.status_code == 200]
    assert "Somebody else changed a text while you wrote." in page
    assert f'dir="ltr">{kept}</p>' in page
    assert f"{other}</textarea>" in page


def test_of_two_changes_at_once_the_saved_text_is_overwritten_only_once():
    survey = survey_of()
    address = at(translator(survey))
    Client().post(address, title(survey, "Carta"))
    texts = ["Su carta", "La carta"]
    presses = [
        lambda text=text: Client().post(address, title(survey, text, seen="Carta"))
        for text in texts
    ]

    answers = at_once(*presses)

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Translation.objects.get().text in texts
    [page] = [one.content.decode() for one in answers if one.status_code == 200]
    assert [text in page for text in texts] == [True, True]


def test_a_translation_sent_four_times_at_once_is_saved_once_without_a_fault():
    survey = survey_of()
    address = at(translator(survey))
    presses = [lambda: Client().post(address, title(survey, "Su carta"))] * 4

    answers = at_once(*presses)

    assert {answer.status_code for answer in answers} == {302}
    assert list(Translation.objects.values_list("text", "state")) == [
        ("Su carta", "draft")
    ]


def test_two_translators_of_different_texts_at_once_lose_neither():
    survey = survey_of(purpose="We write letters.")
    address = at(translator(survey))
    row = make.question(survey=survey, label="Did you get it?")
    sent = [title(survey, "Su carta"), _label_of(row, "¿La recibió?")]
    presses = [lambda one=one: Client().post(address, one) for one in sent]

    answers = at_once(*presses)

    assert {answer.status_code for answer in answers} == {302}
    assert set(Translation.objects.values_list("text", flat=True)) == {
        "Su carta",
        "¿La recibió?",
    }


def test_a_comment_sent_four_times_at_once_is_kept_once():
    survey = survey_of()
    make.question(survey=survey)
    address = at(reviewer(survey))
    sent = {"name": "Ana Ruiz", "about-q1": "Which?", "about-": "Too long."}
    presses = [lambda: Client().post(address, sent)] * 4

    answers = at_once(*presses)

    assert {answer.status_code for answer in answers} == {302}
    assert sorted(Comment.objects.values_list("text", flat=True)) == [
        "Too long.",
        "Which?",
    ]


def test_four_reviewers_at_once_are_all_heard():
    survey = survey_of()
    address = at(reviewer(survey))
    names = ["Ana", "Ben", "Cleo", "Dee"]
    presses = [
        lambda name=name: Client().post(address, {"name": name, "about-": "Too long."})
        for name in names
    ]

    answers = at_once(*presses)

    assert {answer.status_code for answer in answers} == {302}
    assert sorted(Comment.objects.values_list("by_name", "text")) == [
        (name, "Too long.") for name in names
    ]


def test_one_browser_that_sends_twice_is_shown_its_comment_once():
    survey = survey_of()
    address = at(reviewer(survey))
    guest = Client()
    guest.get(address)
    sent = {"name": "Ana Ruiz", "about-": "Too long."}

    at_once(*[lambda: Client().post(address, sent)] * 2)
    guest.post(address, sent)
    page = guest.post(address, sent, follow=True).content.decode()

    assert Comment.objects.count() == 1
    assert page.count("You wrote:") == 1


def _label_of(row, text: str) -> dict[str, str]:
    where = place(row, "label")
    return {f"text-{where}": text, f"seen-{where}": seen_mark("")}
