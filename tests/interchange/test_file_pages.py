"""The pages for translators' files: download, upload, look, save."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from feedback.interchange import comparing, forms
from feedback.interchange.formats import FORMATS, read
from feedback.interchange.models import IncomingFile
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make
from tests.interchange.files import save, sent_back, survey_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member(role="translator")
    client.force_login(member.user)
    return member


def url(name, survey, *more, language="es"):
    return reverse(name, args=[survey.pk, language, *more])


def send(client, survey, name, content):
    file = SimpleUploadedFile(name, content)
    return client.post(url("texts-in", survey), {"file": file})


@pytest.mark.parametrize("ending", FORMATS)
def test_a_download_holds_every_text_of_the_draft(client, dana, ending):
    survey = survey_of(dana)
    make.question(survey=survey, label="=Did you?", choices=["Yes", "No"])
    save(survey, "title", "Su carta de [program]")

    response = client.get(url("texts-out", survey, ending))

    units = read(f"a.{ending}", response.content).units
    assert [(unit.key, unit.target) for unit in units] == [
        ("title", "Su carta de [program]"),
        ("purpose", ""),
        ("q1", ""),
        ("q1:c1", ""),
        ("q1:c2", ""),
    ]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="your-program-letter-es.{ending}"'
    )
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_looked_at_before_anything_is_saved(client, dana, ending):
    survey = survey_of(dana)
    said = {"title": "Su carta", "purpose": "¿Por qué?"}

    sent = send(client, survey, *sent_back(survey, said, ending))
    page = client.get(sent.url)
    before = Translation.objects.count()
    compared = page.context["compared"]
    [clash] = compared.of(["brackets"])
    choice = {"mark": compared.mark, "take": clash.unit.row}
    done = client.post(sent.url, choice, follow=True)
    again = client.get(sent.url).content.decode()

    assert "Keep [program] as it is." in page.content.decode()
    assert before == 0
    assert "2 texts saved." in done.content.decode()
    assert Translation.objects.filter(place=place(survey, "purpose")).exists()
    assert "took it in on" in again


def test_a_choice_on_rows_that_changed_meanwhile_is_kept_on_the_page(client, dana):
    survey = survey_of(dana)
    sent = send(client, survey, *sent_back(survey, {"purpose": "¿Por qué?"}))
    mark = client.get(sent.url).context["compared"].mark
    save(survey, "purpose", "¿Para qué?")

    page = client.post(sent.url, {"mark": mark, "take": "2", "leave": "x"})
    text = page.content.decode()

    assert "Nothing was saved yet. Look at the rows again" in " ".join(text.split())
    assert 'name="take" value="2" checked' in text
    assert Translation.objects.get().text == "¿Para qué?"


def test_a_file_that_can_not_be_read_is_refused_beside_its_field(client, dana):
    survey = survey_of(dana)

    damaged = send(client, survey, "a.xlsx", b"PK").content.decode()
    empty = send(client, survey, "a.po", b"").content.decode()
    none = client.post(url("texts-in", survey), {}).content.decode()

    assert "This is not a whole XLSX file. Nothing was saved." in damaged
    assert "This file is empty. Nothing was saved." in empty
    assert "Choose a file first. Nothing was saved." in none
    assert IncomingFile.objects.count() == 0


def test_a_file_past_ten_megabytes_is_refused(client, dana, monkeypatch):
    monkeypatch.setattr(forms, "SIZE_LIMIT", 10)
    survey = survey_of(dana)

    page = send(client, survey, *sent_back(survey, {}))

    assert "larger than 10 MB" in page.content.decode()
    assert IncomingFile.objects.count() == 0


def test_a_file_that_waits_is_listed_and_can_be_thrown_away(client, dana):
    survey = survey_of(dana)
    sent = send(client, survey, *sent_back(survey, {}))
    listed = client.get(url("texts-in", survey)).content.decode()

    client.post(f"{sent.url}away/")

    assert "Sent, and not taken in yet" in listed
    assert IncomingFile.objects.count() == 0


def test_words_of_a_file_are_text_and_never_markup(client, dana):
    survey = survey_of(dana)
    said = {"purpose": "<script>alert(1)</script>"}

    sent = send(client, survey, *sent_back(survey, said))

    assert "<script>alert" not in client.get(sent.url).content.decode()


def test_other_formats_languages_and_agencies_are_not_found(client, dana):
    ours, theirs = survey_of(dana), survey_of()
    file = IncomingFile.objects.create(
        survey=ours, language="es", name="a.po", units=[]
    )
    paths = [
        url("texts-out", ours, "docx"),
        url("texts-out", ours, "po", language="ar"),
        url("texts-in", theirs),
        url("texts-look", theirs, file.pk),
        url("texts-look", ours, file.pk, language="ar"),
    ]

    assert {client.get(path).status_code for path in paths} == {404}


def test_who_may_not_translate_is_refused(client):
    member = make.member(role="viewer")
    client.force_login(member.user)

    assert client.get(url("texts-in", survey_of(member))).status_code == 403


def test_of_very_many_rows_the_first_are_shown_and_the_rest_is_said(
    client, dana, monkeypatch
):
    monkeypatch.setattr(comparing, "ON_A_PAGE", 1)
    survey = survey_of(dana, title="Your letter", thanks="Bye")
    save(survey, "thanks", "Adiós")
    said = {"title": "Su carta", "purpose": "¿Por qué?", "thanks": "Hasta luego"}
    sent = send(client, survey, *sent_back(survey, said))

    page = client.get(sent.url)
    mark = page.context["compared"].mark
    client.post(sent.url, {"mark": mark})

    assert "And 1 more, which will be saved, too." in page.content.decode()
    assert Translation.objects.count() == 3
