import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studies.agencies.models.logos import check_logo, size_of
from tests import make


def png(width=2, height=1) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\xff\0\0" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def jpeg(width=3, height=5) -> bytes:
    table = b"\xff\xdb" + struct.pack(">H", 4) + b"\0\0"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + table + frame + b"\xff\xd9"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_size_is_read_from_the_content():
    assert size_of(png(20, 10)) == (20, 10)
    assert size_of(jpeg(30, 50)) == (30, 50)


@pytest.mark.parametrize(
    "content, code",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"", "not_a_picture"),
        (png()[:20], "not_a_picture"),
        (jpeg()[:8], "not_a_picture"),
        (b"\xff\xd8\xff", "not_a_picture"),
        (png(0, 1), "too_many_pixels"),
        (png(3001, 1), "too_many_pixels"),
        (png() + b"\0" * 200 * 1024, "too_large"),
    ],
)
def test_what_is_no_small_picture_is_refused(content, code):
    with pytest.raises(ValidationError) as refused:
        check_logo(ContentFile(content, name="logo.png"))

    assert refused.value.code == code


@pytest.mark.parametrize("content", [png(), jpeg(), png(3000, 1)])
def test_a_small_picture_is_taken(content):
    check_logo(ContentFile(content, name="anything.txt"))


def upload(client, content, name="our logo.png"):
    member = make.member(role="administrator")
    client.force_login(member.user)
    page = reverse("admin:studies_agency_change", args=[member.agency_id])
    logo = SimpleUploadedFile(name, content)
    values = {"name": member.agency.name, "logo": logo, "payment_years": 6}
    values |= {"time_zone": "America/Chicago", **make.writing_rules()}
    response = client.post(page, values)
    member.agency.refresh_from_db()
    return member.agency, response


@pytest.mark.django_db
def test_an_administrator_puts_the_logo_on_the_public_pages(client):
    agency, _ = upload(client, png())

    client.logout()
    page = client.get(agency.privacy_url).content.decode()
    picture = client.get(agency.logo_url)

    assert f'src="{agency.logo_url}"' in page
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(picture.streaming_content) == png()
    assert "our" not in agency.logo.name


@pytest.mark.django_db
def test_a_script_that_is_named_like_a_picture_is_refused_in_words(client):
    agency, response = upload(client, b"<script>alert(1)</script>")

    assert "This file is not a PNG or JPEG picture." in response.content.decode()
    assert not agency.logo


@pytest.mark.django_db
def test_without_a_logo_or_its_file_there_is_no_picture(client):
    agency, _ = upload(client, png())
    client.logout()
    agency.logo.storage.delete(agency.logo.name)

    assert client.get(agency.logo_url).status_code == 404
    other = make.agency()
    assert other.logo_url == ""
    assert client.get(reverse("agency-logo", args=[other.slug])).status_code == 404
    assert client.get(reverse("agency-logo", args=["nobody"])).status_code == 404


@pytest.mark.django_db
def test_the_agencys_page_is_the_members_own(client):
    member = make.member(role="administrator")
    client.force_login(member.user)

    own = client.get(reverse("admin:studies_agency_changelist"))

    assert own["location"] == reverse(
        "admin:studies_agency_change", args=[member.agency_id]
    )
    assert client.get(reverse("admin:studies_agency_add")).status_code == 403
