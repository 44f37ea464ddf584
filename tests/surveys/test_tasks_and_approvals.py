"""What a link opens: chosen texts for a translator, an approval for a reviewer."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.surveys.checklist.whole import checklist
from feedback.surveys.models import Approval, GuestLink
from feedback.surveys.outside import approving, guests
from feedback.surveys.outside.guests import Task, assigned
from feedback.surveys.translation.rows import rows_of
from feedback.surveys.translation.translating import (
    Written,
    save_translations,
    seen_mark,
)
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.surveys.guest_links import at, survey_of, title

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def guest():
    return Client()


def translator(survey, **task):
    task = {name: tuple(values) for name, values in task.items()}
    return guests.make_link(
        survey.pk, "translate", "es", task=Task(**task), by=make.user()
    )


def reviewer(survey, asks_for, language=""):
    return guests.make_link(
        survey.pk, "comment", language, asks_for=asks_for, by=make.user()
    )


def given(link, survey):
    return [row.name for row in assigned(link, rows_of(survey, "es"))]


def test_a_task_opens_the_chosen_parts_in_the_chosen_states_alone():
    survey = survey_of(purpose="Why?")
    make.question(survey=survey, choices=["Yes", "No"])
    make.question(survey=survey)
    written = {place(survey, "title"): Written("Su carta", seen_mark(""))}
    save_translations(survey.pk, "es", written, by=make.user())

    assert given(translator(survey), survey) == [
        *("title", "purpose", "q1", "q1:c1", "q1:c2", "q2")
    ]
    assert given(translator(survey, parts=["q1"]), survey) == ["q1", "q1:c1", "q1:c2"]
    assert given(translator(survey, parts=["survey"], states=["missing"]), survey) == [
        "purpose"
    ]


def test_a_translator_keeps_the_texts_that_they_wrote_themselves(guest):
    survey = survey_of(purpose="Why?")
    link = translator(survey, states=["missing"])

    guest.post(at(link), title(survey, "Su carta"))

    assert given(link, survey) == ["title", "purpose"]
    assert Translation.objects.get().guest == f"guestlink:{link.pk}"


def test_a_text_outside_of_the_task_is_neither_shown_nor_saved(guest):
    survey = survey_of(title="Hidden title")
    make.question(survey=survey, label="Did you?")
    link = translator(survey, parts=["q1"])

    page = guest.get(at(link)).content.decode()
    sent = guest.post(at(link), title(survey, "Robado")).content.decode()

    assert "Did you?" in page
    assert 'name="text-survey' not in page
    assert Translation.objects.count() == 0
    assert "They were not saved. Copy your words if you need them:" in sent
    assert "Robado" in sent


def test_what_was_typed_through_a_link_that_ended_meanwhile_is_shown_to_copy(guest):
    survey = survey_of()
    link = translator(survey)
    guests.end_link(link.pk, by=make.user())

    page = guest.post(at(link), title(survey, "Mis <b>palabras"))

    assert page.status_code == 404
    assert "Mis &lt;b&gt;palabras" in page.content.decode()
    assert Translation.objects.count() == 0


def test_a_designer_sends_question_numbers_and_states(client, dana):
    survey = survey_of(dana)
    for _ in range(4):
        make.question(survey=survey)
    made = reverse("survey-guest", args=[survey.pk])
    task = {"language": "es", "narrow": "1", "questions": "1 - 2, 4", "own": "on"}

    client.post(made, task | {"states": ["missing", "outdated"]})
    refused = client.post(made, task | {"questions": "3-9"}, follow=True)

    [link] = GuestLink.objects.all()
    assert link.parts == ["survey", "q1", "q2", "q4"]
    assert link.states == ["missing", "outdated"]
    assert "There is no question “3-9”" in refused.content.decode()
    assert "3 questions, title, first and last page" in refused.content.decode()


def test_a_designer_sends_a_section_by_its_name(client, guest, dana):
    survey = survey_of(dana)
    visit = make.section(survey=survey, title="Your visit", text="Think of May.")
    make.question(survey=survey, label="How long?", section=visit)
    make.question(survey=survey, label="Who are you?")
    made = reverse("survey-guest", args=[survey.pk])
    task = {"language": "es", "narrow": "1", "sections": [f"section/{visit.key}"]}

    shown = client.get(reverse("survey-translate", args=[survey.pk, "es"]))
    sent = client.post(made, task, follow=True).content.decode()
    numbered = client.post(made, task | {"sections": [], "questions": "1"})

    first, second = GuestLink.objects.order_by("pk")
    assert "Your visit" in shown.content.decode()
    assert first.parts == [f"section/{visit.key}", "q1"]
    assert "1 section, 1 question" in sent
    texts = guest.get(at(first)).context["shown"].page
    assert [row.text.source for row in texts] == [
        "Your visit",
        "Think of May.",
        "How long?",
    ]
    # Numbers are those of the pages, where questions without a section come first.
    assert (numbered.status_code, second.parts) == (302, ["q2"])


def test_all_questions_without_the_surveys_own_texts_can_be_sent(client, dana):
    survey = survey_of(dana)
    make.question(survey=survey)
    made = reverse("survey-guest", args=[survey.pk])

    client.post(made, {"language": "es", "narrow": "1", "questions": ""})

    assert GuestLink.objects.get().parts == ["q1"]


def test_links_are_listed_with_their_state(client, dana):
    survey = survey_of(dana)
    link = translator(survey)
    guests.end_link(link.pk, by=dana.user)

    page = client.get(reverse("survey-translate", args=[survey.pk, "es"]))

    assert "Links that work no more" in page.content.decode()
    assert [link.task for link in page.context["links"]] == ["All texts"]
    assert link.token not in page.content.decode()


def approve(link, name="Ana Ruiz", **fields):
    link.refresh_from_db()
    seen = approving.wording_hash(link.survey, link.asks_for, link.language)
    return approving.approve(link.pk, name, **{"seen": seen} | fields)


def lines(survey):
    survey = type(survey).objects.get(pk=survey.pk)
    return [
        (line.text, line.met, line.stop)
        for line in checklist(survey)
        if line.code == "approval"
    ]


def test_an_approval_asked_for_is_not_yet_until_it_is_given_and_stops_nothing():
    survey = survey_of()
    link = reviewer(survey, "privacy")
    before = lines(survey)

    approve(link)

    assert [(met, stop) for _text, met, stop in before] == [(False, False)]
    assert "is not given: privacy." in before[0][0]
    assert [(met, stop) for _text, met, stop in lines(survey)] == [(True, False)]
    assert lines(survey)[0][0].startswith("Ana Ruiz approved privacy on")


def test_an_approval_is_for_one_wording_and_lapses_when_that_changes():
    survey = survey_of()
    approve(reviewer(survey, "leader"))
    survey.title = "Your form"
    survey.save()

    [(text, met, _stop)] = lines(survey)

    assert "approved an earlier wording" in text
    assert met is False


def test_a_translation_mended_later_undoes_its_own_approval_alone():
    survey = survey_of()
    approve(reviewer(survey, "leader"))
    approve(reviewer(survey, "language", "es"))
    written = {place(survey, "title"): Written("Su carta", seen_mark(""))}
    save_translations(survey.pk, "es", written, by=make.user())

    assert [met for _text, met, _stop in lines(survey)] == [False, True]


def test_a_language_that_comes_or_goes_undoes_no_approval():
    survey = survey_of()
    approve(reviewer(survey, "privacy"))
    survey.languages, survey.later_languages = [], ["es"]
    survey.save()

    assert [met for _text, met, _stop in lines(survey)] == [True]


def test_approving_twice_is_one_approval():
    link = reviewer(survey_of(), "leader")

    rows = {approve(link).pk for _ in range(2)}

    assert len(rows) == 1


@pytest.mark.parametrize(
    ("name", "seen", "code"), [(" ", None, "no_name"), ("Ana", "other", "stale")]
)
def test_an_approval_without_name_or_of_a_changed_wording_is_refused(name, seen, code):
    link = reviewer(survey_of(), "leader")

    with pytest.raises(Refusal) as refused:
        approve(link, name, **({"seen": seen} if seen else {}))

    assert (refused.value.code, Approval.objects.count()) == (code, 0)


def test_no_approval_comes_through_an_ended_link_or_one_that_asks_for_none():
    survey = survey_of()
    ended, plain = reviewer(survey, "leader"), reviewer(survey, "")
    guests.end_link(ended.pk, by=make.user())

    for link in (ended, plain):
        with pytest.raises(Refusal) as refused:
            approving.approve(link.pk, "Ana", seen="x")
        assert refused.value.code == "not_asked"


def test_an_ended_link_asks_no_more_but_keeps_what_was_approved():
    survey = survey_of()
    asked, approved = reviewer(survey, "leader"), reviewer(survey, "privacy")
    approve(approved)
    for link in (asked, approved):
        guests.end_link(link.pk, by=make.user())

    assert [met for _text, met, _stop in lines(survey)] == [True]


@pytest.mark.parametrize("field", ["by_name", "content_hash"])
def test_an_approval_without_name_or_wording_can_not_be(field):
    row = approve(reviewer(survey_of(), "leader"))

    rule = "approval_says_who_and_what"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(**{field: ""})


@pytest.mark.parametrize(
    "changes",
    [{"asks_for": "leader"}, {"purpose": "comment"}, {"language": ""}],
)
def test_a_link_has_one_job(changes):
    link = translator(survey_of(), parts=["q1"])

    rule = "guest_link_has_one_job|guest_link_names_the_language_it_is_for"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        GuestLink.objects.filter(pk=link.pk).update(**changes)


def test_rules_are_read_in_the_words_of_the_language_that_one_reads(guest):
    survey = survey_of(title="Your letter")
    first = make.question(survey=survey, label="Did you?", choices=["Yes", "No"])
    rule = {"op": "is", "question": first.key, "choice": "c1"}
    make.question(survey=survey, label="When?", show_when=rule)
    written = {
        place(first, "label"): Written("¿Y usted?", seen_mark("")),
        place(first.choices.first(), "label"): Written("Sí", seen_mark("")),
    }
    save_translations(survey.pk, "es", written, by=make.user())

    read = guest.get(at(reviewer(survey, "")) + "?in=es&lang=en").content.decode()

    assert "Show this when “¿Y usted?” is “Sí”." in read


def test_an_agency_names_itself_in_the_language_of_the_guest(guest):
    survey = survey_of()
    agency = survey.agency
    name = SourceText(place(agency, "name"), agency.name)
    translate(name, "es", "Oficina de Apoyo", agency=agency, by=None)
    addresses = [at(translator(survey)), at(reviewer(survey, ""))]

    for address in [*addresses, f"{addresses[0]}files/"]:
        assert guest.get(f"{address}?lang=es").context["agency"]["name"] == (
            "Oficina de Apoyo"
        )


def test_a_reviewer_reads_in_another_language_and_approves_with_a_note(guest):
    survey = survey_of(title="Your letter")
    question = make.question(survey=survey, label="Did you?", choices=["Yes", "No"])
    written = {
        place(survey, "title"): Written("Su carta", seen_mark("")),
        place(question, "label"): Written("¿Y usted?", seen_mark("")),
    }
    save_translations(survey.pk, "es", written, by=make.user())
    link = reviewer(survey, "language", "es")

    page = guest.get(at(link))
    text = page.content.decode()
    sent = {
        "name": "Ana Ruiz",
        "note": "Muy claro.",
        "about-q1": "¿Usted o tú?",
        "seen": page.context["seen"],
        "approve": "1",
    }
    after = guest.post(at(link), sent, follow=True).content.decode()
    comment = survey.comments.get()

    assert '<h2 id="question-' in text
    assert 'lang="es" dir="ltr">¿Y usted?' in text
    assert 'lang="en" dir="ltr">Yes' in text
    assert "2 texts are not translated yet." in text
    assert "Ana Ruiz approved it as it is now" in after
    assert (comment.text, comment.language) == ("¿Usted o tú?", "es")
    assert Approval.objects.get().note == "Muy claro."


def test_a_wording_that_changed_while_it_was_read_is_not_approved(guest):
    survey = survey_of()
    link = reviewer(survey, "leader")
    seen = guest.get(at(link)).context["seen"]
    survey.title = "Your form"
    survey.save()
    sent = {"name": "Ana", "about-": "Fine.", "seen": seen, "approve": "1"}

    page = guest.post(at(link), sent).content.decode()

    assert "The survey was changed while you read it." in page
    assert "Your form" in page
    assert "Fine.</textarea>" in page
    assert (Approval.objects.count(), survey.comments.count()) == (0, 0)


def test_a_designer_asks_for_an_approval_and_reads_how_far_it_is(client, dana):
    survey = survey_of(dana)
    made = reverse("survey-guest", args=[survey.pk])

    client.post(made, {"asks_for": "language:es"})
    client.post(made, {"asks_for": "language:xx"})
    [link] = GuestLink.objects.all()
    page = client.get(reverse("survey-edit", args=[survey.pk])).content.decode()

    assert (link.purpose, link.language, link.asks_for) == ("comment", "es", "language")
    assert "An approval was asked for on" in page
    assert "Asks to approve the wording in Spanish." in page
