"""The translate page: filters, pages, what changed, and the next open text."""

import pytest
from django.urls import reverse

from feedback.surveys.translation import rows as translate_rows
from feedback.surveys.translation.rows import (
    OPEN,
    next_address,
    rows_of,
    translate_page,
)
from feedback.surveys.translation.translating import (
    Written,
    save_translations,
    seen_mark,
    vouch_for,
)
from studies.wording.differences import Piece
from studies.wording.translations import place
from tests import make
from tests.surveys.guest_links import survey_of, title

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def page_of(survey, language="es"):
    return reverse("survey-translate", args=[survey.pk, language])


def save(survey, field, text, *, seen="", row=None, **fields):
    written = {place(row or survey, field): Written(text, seen_mark(seen), **fields)}
    save_translations(survey.pk, "es", written, by=make.user())


def test_texts_are_filtered_by_state_and_each_filter_says_how_many(client, dana):
    survey = survey_of(dana, title="Your letter", purpose="Why?", thanks="Bye")
    save(survey, "title", "Su carta", reviewed=True)
    save(survey, "purpose", "¿Por qué?")

    shown = client.get(page_of(survey), {"show": "draft"}).context["shown"]

    assert [(f.code, f.count, f.is_current) for f in shown.filters] == [
        ("", 3, False),
        ("open", 2, False),
        ("missing", 1, False),
        ("draft", 1, True),
        ("reviewed", 1, False),
    ]
    assert [row.typed for row in shown.page] == ["¿Por qué?"]


def test_an_unknown_filter_and_page_show_all_texts(client, dana):
    survey = survey_of(dana)

    shown = client.get(page_of(survey), {"show": "x'", "page": "x"}).context["shown"]

    assert len(shown.page) == 1


def test_many_texts_are_paged_and_cost_the_same(
    client, dana, monkeypatch, django_assert_num_queries
):
    survey = survey_of(dana)
    for _ in range(30):
        make.question(survey=survey, choices=["Yes", "No"])
    client.get(page_of(survey))

    with django_assert_num_queries(15):
        page = client.get(page_of(survey), {"page": 2})

    assert len(page.context["shown"].page) == 91 - translate_rows.ON_A_PAGE
    assert "Page 2 of 2" in page.content.decode()


def test_what_changed_in_the_source_is_shown_word_by_word(client, dana):
    survey = survey_of(dana, title="Your letter")
    save(survey, "title", "Su carta", reviewed=True)
    survey.title = "Your form"
    survey.save()

    [row] = rows_of(survey, "es")
    page = client.get(page_of(survey)).content.decode()

    assert row.source_change == [
        Piece("same", "Your "),
        Piece("removed", "letter"),
        Piece("added", "form"),
    ]
    assert "taken out: </span>letter<" in page
    assert "put in: </span>form<" in page


def test_the_translation_before_is_shown_with_the_difference(client, dana):
    survey = survey_of(dana)
    save(survey, "title", "Su carta")
    save(survey, "title", "La carta", seen="Su carta")

    page = client.get(page_of(survey)).content.decode()

    assert "The translation before this one" in page
    assert "taken out: </span>Su<" in page


def test_a_translation_much_longer_than_its_source_is_pointed_out():
    survey = make.survey(title="Yes", purpose="", languages=["es"])
    save(survey, "title", "Sí, y además muchas otras palabras")

    [row] = rows_of(survey, "es")

    assert (row.is_much_longer, row.is_unmarked_copy) == (True, False)


def test_the_sources_own_words_can_be_marked_as_meant(client, dana):
    survey = survey_of(dana, title="SNAP")
    where = place(survey, "title")

    client.post(page_of(survey), title(survey, "") | {f"same-{where}": "on"})
    page = client.get(page_of(survey))

    assert page.context["state"].is_ready is True
    assert "same on purpose" in page.content.decode()


def test_saving_goes_on_to_the_next_open_text(client, dana, monkeypatch):
    monkeypatch.setattr(translate_rows, "ON_A_PAGE", 1)
    survey = survey_of(dana, title="Your letter", purpose="Why?")
    data = title(survey, "Su carta") | {f"ok-{place(survey, 'title')}": "on"}

    response = client.post(page_of(survey), data | {"go_on": "1"})

    where = place(survey, "purpose")
    assert response.url == f"{page_of(survey)}?show=&page=2#text-{where}"


def test_after_the_last_text_the_next_open_one_is_looked_for_from_the_start():
    survey = make.survey(title="One", purpose="Two", thanks="Three", languages=["es"])
    save(survey, "purpose", "Dos", reviewed=True)
    rows = rows_of(survey, "es")

    after_last = next_address(rows, [place(survey, "thanks")])
    save(survey, "title", "Uno", reviewed=True)
    save(survey, "thanks", "Tres", reviewed=True)

    assert after_last == f"?show=&page=1#text-{place(survey, 'title')}"
    assert next_address(rows_of(survey, "es"), []) == "?show="


def test_each_text_leads_to_the_next_open_one_without_scripts():
    survey = make.survey(title="One", purpose="Two", thanks="Three", languages=["es"])
    save(survey, "purpose", "Dos", reviewed=True)

    shown = translate_page(rows_of(survey, "es"), "es")
    places = [place(survey, field) for field in ("title", "purpose", "thanks")]

    assert shown.first_open == places[0]
    assert shown.next_open == {
        places[0]: places[2],
        places[1]: places[2],
        places[2]: "",
    }


def test_a_text_that_somebody_vouches_for_is_not_open_until_it_changes():
    survey = make.survey(title="One", purpose="Two", languages=["es"])
    save(survey, "title", "Uno")
    save(survey, "purpose", "Dos")
    vouch_for(survey.pk, "es", "Ana Ruiz", by=make.user())
    save(survey, "purpose", "Dos!", seen="Dos")

    rows = rows_of(survey, "es")

    assert [(row.is_vouched, row.is_open(OPEN)) for row in rows] == [
        (True, False),
        (False, True),
    ]
