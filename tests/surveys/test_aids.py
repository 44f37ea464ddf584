"""A first page to listen to, to read easily, and to watch in sign language."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.answering import editions
from feedback.surveys import aiding
from feedback.surveys.aid_files import LARGEST_PAPER, LARGEST_SOUND
from feedback.surveys.models import Aid
from tests import make
from tests.answering import surveys
from tests.answering.person import Person
from tests.surveys import aid_samples

pytestmark = pytest.mark.django_db
MP3 = aid_samples.mp3(tag=aid_samples.id3(bytes(range(256)) * 4))
FRAME = aid_samples.mp3()
OGG, M4A, PDF = aid_samples.ogg(), aid_samples.m4a(), aid_samples.pdf()
VIDEO = "https://video.example.org/letter"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def survey():
    return surveys.letter()


def give(survey, content=MP3, kind="listen", language="en", name="a.mp3") -> Aid:
    return aiding.give_file(
        survey.pk,
        language=language,
        kind=kind,
        file=ContentFile(content, name=name),
        by=make.user(),
    )


def show(survey, language="en", url=VIDEO, minutes=3) -> Aid:
    return aiding.give_video(
        survey.pk,
        language=language,
        url=url,
        sign_language="ase",
        minutes=minutes,
        by=make.user(),
    )


def page_of(survey, language="en") -> str:
    editions.forget()
    return Person(f"/s/{survey.activity.slug}/").opens(f"?lang={language}").text


@pytest.mark.parametrize(
    "content, ending", [(MP3, "mp3"), (FRAME, "mp3"), (OGG, "ogg"), (M4A, "m4a")]
)
def test_a_sound_is_known_by_its_content(survey, content, ending):
    aid = give(survey, content, name="whatever.exe")

    assert (aid.ending, aid.size) == (ending, len(content))
    assert aid.file.name == f"aids/{aid.token}.{ending}"


@pytest.mark.parametrize(
    "kind, content, code",
    [
        ("listen", b"<script>alert(1)</script>", "wrong_kind"),
        ("listen", PDF, "wrong_kind"),
        ("listen", b"\xff\xf1\x50\x80", "wrong_kind"),
        ("listen", b"OggS" + b"\0" * 60, "wrong_kind"),
        ("listen", b"", "wrong_kind"),
        ("listen", MP3 + b"\0" * LARGEST_SOUND, "too_large"),
        ("easy_read", MP3, "wrong_kind"),
        ("easy_read", b"<html>%PDF-", "wrong_kind"),
        ("easy_read", PDF + b"\0" * LARGEST_PAPER, "too_large"),
    ],
)
def test_what_is_no_small_sound_or_pdf_is_refused(survey, kind, content, code):
    with pytest.raises(Refusal) as refused:
        give(survey, content, kind)

    assert refused.value.code == code
    assert Aid.objects.count() == 0


@pytest.mark.parametrize(
    "kind, content, code",
    [
        ("listen", MP3[:2000], "damaged"),  # the tag and two frames
        ("listen", MP3[:500], "damaged"),  # not even the tag
        ("listen", OGG[:-1], "damaged"),
        ("listen", M4A[:-1], "damaged"),
        ("listen", aid_samples.m4a(handler=b"text"), "damaged"),
        ("easy_read", PDF[: len(PDF) // 2], "damaged"),
        ("easy_read", PDF.replace(b"startxref", b"startxrex"), "damaged"),
        ("easy_read", b"%PDF-1.7\n%%EOF", "damaged"),
        ("easy_read", aid_samples.pdf(password="blue"), "locked"),
    ],
)
def test_a_broken_file_is_refused_and_the_one_before_it_stays(
    survey, client, kind, content, code
):
    good = PDF if kind == "easy_read" else MP3
    before = give(survey, good, kind)

    with pytest.raises(Refusal) as refused:
        give(survey, content, kind)

    assert refused.value.code == code
    assert "Nothing was changed" in refused.value.message
    assert Aid.objects.get().token == before.token
    kept = client.get(reverse("aid-file", args=[before.token]))
    assert kept.getvalue() == good


def test_only_languages_of_the_survey_and_safe_addresses_are_taken(survey):
    with pytest.raises(Refusal) as other:
        give(survey, language="vi")
    with pytest.raises(Refusal) as unsafe:
        show(survey, url="http://video.example.org/")

    assert (other.value.code, unsafe.value.code) == ("other_language", "not_https")


def test_a_new_file_takes_the_place_of_the_old_one(
    survey, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        old = give(survey)
        new = give(survey, OGG)

    assert new.pk == old.pk
    assert new.token != old.token
    assert not old.file.storage.exists(old.file.name)
    assert new.file.storage.exists(new.file.name)


def test_taking_it_away_takes_the_file_too_and_can_be_repeated(
    survey, client, django_capture_on_commit_callbacks
):
    aid = give(survey)
    with django_capture_on_commit_callbacks(execute=True):
        aiding.take_away(aid.pk, by=make.user())
        aiding.take_away(aid.pk, by=make.user())

    assert Aid.objects.count() == 0
    assert not aid.file.storage.exists(aid.file.name)
    assert client.get(reverse("aid-file", args=[aid.token])).status_code == 404


def test_one_kind_stands_once_in_a_language(survey):
    make.aid(survey=survey)

    with pytest.raises(IntegrityError, match="aid_once_per_language_and_kind"):
        make.aid(survey=survey)


@pytest.mark.parametrize("fields", [{"kind": "listen"}, {"url": ""}])
def test_it_is_a_file_or_a_link_never_both_or_neither(survey, fields):
    with (
        pytest.raises(IntegrityError, match="aid_is_a_video_link_or_a_file"),
        transaction.atomic(),
    ):
        make.aid(survey=survey, **fields)


def test_the_first_page_offers_them_in_their_language_alone(survey):
    sound, paper = give(survey), give(survey, PDF, "easy_read", name="a.pdf")
    show(survey)

    english, arabic = page_of(survey), page_of(survey, "ar")

    assert f'<audio controls preload="none" src="/aid/{sound.token}"' in english
    assert f'<a href="/aid/{paper.token}">This page in Easy Read</a>' in english
    assert f'<a href="{VIDEO}" hreflang="ase">Watch it in American' in english
    assert "(3 minutes, opens" in english
    assert english.count("<script") + english.count("<iframe") == 0
    assert "/aid/" not in arabic
    assert VIDEO not in arabic


def test_where_there_is_none_nothing_is_said(survey):
    assert 'class="aids"' not in page_of(survey)


def test_a_preview_offers_them_too(survey, client):
    show(survey)
    client.force_login(make.member(agency=survey.agency).user)

    page = client.get(reverse("survey-preview-page", args=[survey.pk, "en"]))

    assert VIDEO in page.content.decode()


@pytest.mark.parametrize(
    "asked, status, content, part",
    [
        ("", 200, MP3, None),
        ("bytes=0-1", 206, MP3[:2], f"bytes 0-1/{len(MP3)}"),
        ("bytes=10-", 206, MP3[10:], f"bytes 10-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=-4", 206, MP3[-4:], f"bytes {len(MP3) - 4}-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=0-99999", 206, MP3, f"bytes 0-{len(MP3) - 1}/{len(MP3)}"),
        ("bytes=5-2", 200, MP3, None),
        ("bytes=0-1,4-5", 200, MP3, None),
        ("bytes=-", 200, MP3, None),
        ("lines=1-2", 200, MP3, None),
        ("bytes=99999-", 416, b"", f"bytes */{len(MP3)}"),
        ("bytes=-0", 416, b"", f"bytes */{len(MP3)}"),
    ],
)
def test_a_phone_may_ask_for_a_piece_of_the_sound(
    survey, client, asked, status, content, part
):
    address = reverse("aid-file", args=[give(survey).token])

    answer = client.get(address, headers={"Range": asked} if asked else {})

    assert answer.status_code == status
    body = answer.getvalue() if answer.streaming else answer.content
    assert (body, answer.get("Content-Range")) == (content, part)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_files_are_served_as_what_they_are_and_as_nothing_else(survey, client):
    sound = client.get(reverse("aid-file", args=[give(survey, M4A).token]))
    paper = give(survey, PDF, "easy_read")
    pdf = client.get(reverse("aid-file", args=[paper.token]))

    assert sound.headers["Content-Type"] == "audio/mp4"
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert pdf.headers["Content-Disposition"] == 'inline; filename="easy-read-en.pdf"'
    assert "Set-Cookie" not in pdf.headers
    assert sound.getvalue() + pdf.getvalue() == M4A + PDF


def test_a_lost_file_and_a_guessed_address_are_not_found(survey, client):
    aid = give(survey)
    aid.file.storage.delete(aid.file.name)
    video = show(survey)

    for token in (aid.token, video.token, "nothing"):
        assert client.get(reverse("aid-file", args=[token])).status_code == 404


def test_a_designer_adds_and_takes_away_on_one_page(survey, client):
    client.force_login(make.member(agency=survey.agency).user)
    page = reverse("survey-aids", args=[survey.pk])
    file = SimpleUploadedFile("first page.mp3", MP3)
    sound = {"file-language": "ar", "file-kind": "listen", "file-file": file}
    video = {
        "video": "1",
        "video-language": "en",
        "video-sign_language": "ase",
        "video-url": "video.example.org/1",
        "video-minutes": "2",
    }

    client.post(page, sound)
    client.post(page, video)

    kept = list(Aid.objects.values_list("language", "kind", "url", "minutes"))
    assert kept == [
        ("ar", "listen", "", None),
        ("en", "signed", "https://video.example.org/1", 2),
    ]
    shown = client.get(page).content.decode()
    assert shown.count("Take away") == 2
    for aid in Aid.objects.all():
        client.post(reverse("survey-aid-away", args=[survey.pk, aid.pk]))
    assert Aid.objects.count() == 0
    assert "Nothing is added yet." in client.get(page).content.decode()


@pytest.mark.parametrize(
    "values, words",
    [
        ({"file-language": "en", "file-kind": "listen"}, "Choose a file first."),
        (
            {
                "file-language": "en",
                "file-kind": "listen",
                "file-file": SimpleUploadedFile("a.mp3", b"words"),
            },
            "This file is not an MP3, M4A or Ogg sound.",
        ),
        (
            {"video": "1", "video-language": "en", "video-sign_language": "ase"},
            "Web address of the video",
        ),
        (
            {
                "video": "1",
                "video-language": "en",
                "video-sign_language": "ase",
                "video-url": "http://video.example.org/",
            },
            "The address has to begin with https://",
        ),
    ],
)
def test_what_can_not_be_kept_is_said_beside_its_field(survey, client, values, words):
    client.force_login(make.member(agency=survey.agency).user)

    page = client.post(reverse("survey-aids", args=[survey.pk]), values)

    assert words in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert Aid.objects.count() == 0


def test_a_viewer_may_not_change_them(survey, client):
    client.force_login(make.member(agency=survey.agency, role="viewer").user)

    assert client.get(reverse("survey-aids", args=[survey.pk])).status_code == 403
