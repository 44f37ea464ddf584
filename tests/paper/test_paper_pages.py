import pytest
from django.urls import reverse

from feedback.surveys.models import Survey
from studies.printing import pdf
from tests import make
from tests.paper.forms import every_kind, read, words_of
from tests.paper.test_pdf import NOBODYS

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def survey(dana):
    return every_kind(activity=make.activity(agency=dana.agency))


def url(name, *args):
    return reverse(f"survey-{name}", args=args)


def test_the_page_offers_each_version_and_the_draft_in_each_language(client, dana):
    activity = make.activity(agency=dana.agency)
    survey = make.published_survey(activity=activity)
    Survey.objects.filter(pk=survey.pk).update(later_languages=["ar"])

    newest = client.get(url("paper", survey.pk)).context
    draft = client.get(url("paper", survey.pk), {"version": "draft"}).context

    assert (newest["shown"], [form["code"] for form in newest["forms"]]) == (1, ["en"])
    assert (draft["shown"], [form["code"] for form in draft["forms"]]) == (
        "draft",
        ["en", "ar"],
    )


def test_the_page_says_for_which_letters_there_is_no_font(client, survey):
    Survey.objects.filter(pk=survey.pk).update(title=f"Your {NOBODYS}")

    page = client.get(url("paper", survey.pk)).content.decode()

    assert f"No PDF: this server has no font for {NOBODYS}." in page
    assert url("paper-pdf", survey.pk, "en") not in page
    assert url("paper-sheet", survey.pk, "en") in page


def test_a_pdf_that_would_have_blanks_is_not_made_and_the_page_says_why(client, survey):
    Survey.objects.filter(pk=survey.pk).update(title=f"Your {NOBODYS}")

    response = client.get(url("paper-pdf", survey.pk, "en"), follow=True)

    assert response.redirect_chain == [(url("paper", survey.pk), 302)]
    assert f"No PDF was made: this server has no font for {NOBODYS}." in (
        response.content.decode()
    )


def test_a_pdf_that_takes_too_long_leads_back_with_the_reason(
    client, survey, monkeypatch
):
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.002)

    for address in (
        url("paper-pdf", survey.pk, "en"),
        url("review-pdf", survey.pk),
    ):
        page = client.get(address, follow=True).content.decode()

        assert "No PDF was made: it is too long" in page


def test_the_sheet_has_what_the_pdf_has(client, survey):
    page = client.get(url("paper-sheet", survey.pk, "en")).content.decode()
    made = client.get(url("paper-pdf", survey.pk, "en"))

    assert made["Content-Type"] == "application/pdf"
    for words in ("Did you get a letter?", "Hard words", "[c1]", "The words", "Month"):
        assert words in page
        assert words in words_of(made.content)
    assert '<html lang="en" dir="ltr">' in page
    assert page.count("<h1>") == 1


def test_the_sheet_says_which_consent_text_it_shows(client, dana):
    survey = every_kind(
        activity=make.activity(round=make.round_(study=make.study(agency=dana.agency)))
    )
    make.consent(study=survey.activity.round.study)

    page = client.get(url("paper-sheet", survey.pk, "en")).content.decode()

    assert '<p class="form">Consent text, version 1</p></section>' in page


def test_a_sheet_in_arabic_reads_from_right_to_left(client, survey):
    Survey.objects.filter(pk=survey.pk).update(later_languages=["ar"])

    page = client.get(url("paper-sheet", survey.pk, "ar")).content.decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_the_sheet_escapes_what_somebody_wrote(client, survey):
    survey.questions.filter(key="q1").update(label="<script>alert(1)</script>")

    page = client.get(url("paper-sheet", survey.pk, "en")).content.decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_margins_name_the_form_and_count_the_pages(client, survey):
    response = client.get(url("paper-pages", survey.pk, "en"), {"paper": "a4"})

    css = response.content.decode()
    assert response["Content-Type"] == "text/css"
    assert "size: a4;" in css
    assert '"Page " counter(page) " of " counter(pages) ""' in css
    assert f"{survey.pk}\\2d draft\\2d en" in css


def test_large_print_and_paper_are_asked_for_in_the_address(client, survey):
    asked = {"large": "1", "paper": "a4"}

    page = client.get(url("paper-sheet", survey.pk, "en"), asked).content.decode()
    made = client.get(url("paper-pdf", survey.pk, "en"), asked).content

    assert '<body class="large">' in page
    assert round(read(made).pages[0].mediabox.width) == 595


@pytest.mark.parametrize("version", ["2", "x", "99999999"])
def test_a_version_that_is_not_there_is_not_found(client, survey, version):
    asked = {"version": version}

    for name, args in (("paper", []), ("paper-sheet", ["en"]), ("paper-pdf", ["en"])):
        assert client.get(url(name, survey.pk, *args), asked).status_code == 404


def test_a_language_that_the_survey_does_not_have_is_not_found(client, survey):
    assert client.get(url("paper-pdf", survey.pk, "es")).status_code == 404


def test_another_agencys_paper_is_not_found(client, dana):
    foreign = make.survey()

    for name, args in (
        ("paper", []),
        ("paper-sheet", ["en"]),
        ("paper-pages", ["en"]),
        ("paper-pdf", ["en"]),
        ("review", []),
        ("review-pdf", []),
    ):
        assert client.get(url(name, foreign.pk, *args)).status_code == 404


def test_who_is_not_signed_in_is_asked_to_sign_in(client):
    survey = make.survey()

    response = client.get(url("paper-pdf", survey.pk, "en"))

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
