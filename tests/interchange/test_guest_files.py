"""Files through a translator's link: their task out, and back to the team to look at."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from feedback.interchange import taking_in
from feedback.interchange.formats import FORMATS, read
from feedback.interchange.models import IncomingFile
from feedback.surveys.outside import guests
from feedback.surveys.outside.guests import Task
from studies.wording.models import Translation
from tests import make
from tests.interchange.files import sent_back, survey_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return Client()


def link_of(survey, *parts):
    task = Task(parts=parts)
    return guests.make_link(survey.pk, "translate", "es", task=task, by=None)


def files(link):
    return reverse("guest-files", args=[link.token])


def send(guest, link, survey, said, **options):
    name, content = sent_back(survey, said, **options)
    file = SimpleUploadedFile(name, content)
    return guest.post(files(link), {"file": file}, follow=True)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_file_holds_the_texts_of_the_task_alone(guest, ending):
    survey = survey_of()
    make.question(survey=survey)
    link = link_of(survey, "q1")

    out = guest.get(reverse("guest-texts", args=[link.token, ending]))

    assert [unit.key for unit in read(f"a.{ending}", out.content).units] == ["q1"]
    assert out.headers["Content-Disposition"].endswith(f'-es.{ending}"')


def test_a_file_sent_back_waits_for_the_team_and_saves_nothing(guest, client):
    member = make.member()
    client.force_login(member.user)
    survey = survey_of(member)
    make.question(survey=survey)

    said = {"q1": "¿Qué?", "purpose": "Robado"}
    page = send(guest, link_of(survey, "q1"), survey, said)
    waiting = client.get(reverse("texts-in", args=[survey.pk, "es"]))

    [file] = IncomingFile.objects.all()
    assert "The team has the file" in page.content.decode()
    assert [unit["key"] for unit in file.units] == ["q1"]
    assert (file.sent_by, Translation.objects.count()) == (None, 0)
    assert "through a translator&#x27;s link" in waiting.content.decode() or (
        "through a translator's link" in waiting.content.decode()
    )


def test_the_team_takes_it_in_under_its_own_name(guest):
    survey, by = survey_of(), make.user()
    send(guest, link_of(survey), survey, {"purpose": "¿Por qué?"})
    file = IncomingFile.objects.get()

    mark = taking_in.comparison(file, survey).mark
    taking_in.take_in(file.pk, mark=mark, by=by)

    row = Translation.objects.get()
    assert (row.text, row.state, row.updated_by) == ("¿Por qué?", "draft", by)


def test_a_damaged_file_is_refused_beside_its_field(guest):
    link = link_of(survey_of())
    broken = SimpleUploadedFile("a.po", b"\xff\xfe")

    page = guest.post(files(link), {"file": broken}).content.decode()

    assert "This is not a PO file in UTF-8. Nothing was saved." in page
    assert IncomingFile.objects.count() == 0


def test_a_link_that_ended_hands_out_and_takes_nothing(guest):
    survey = survey_of()
    link = link_of(survey)
    guests.end_link(link.pk, by=None)

    statuses = [
        guest.get(files(link)).status_code,
        send(guest, link, survey, {"purpose": "¿Por qué?"}).status_code,
        guest.get(reverse("guest-texts", args=[link.token, "po"])).status_code,
    ]

    assert statuses == [404, 404, 404]
    assert IncomingFile.objects.count() == 0


def test_an_unknown_format_is_not_found(guest):
    link = link_of(survey_of())

    page = guest.get(reverse("guest-texts", args=[link.token, "docx"]))

    assert page.status_code == 404


def test_a_link_sends_no_more_files_than_a_team_can_look_at(guest, monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_WAITING", 1)
    survey = survey_of()
    link = link_of(survey)

    pages = [send(guest, link, survey, {}).content.decode() for _ in range(2)]

    assert "Nothing was sent. Tell them" in " ".join(pages[1].split())
    assert IncomingFile.objects.count() == 1
