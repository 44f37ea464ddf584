"""Sounds and papers are whole or not, by the structure of their formats."""

import io

import pypdf
import pytest
import typst
from pypdf.generic import NameObject

from feedback.surveys.whole_papers import is_locked_pdf, is_whole_pdf
from feedback.surveys.whole_sounds import is_whole_m4a, is_whole_mp3, is_whole_ogg
from tests.surveys import aid_samples

SLOW = b"\xff\xf3\x80\xc4"  # MPEG 2 layer III, 64 kbit/s at 22,050 Hz


@pytest.mark.parametrize(
    "content",
    [
        aid_samples.mp3(),
        aid_samples.mp3(header=SLOW),
        aid_samples.mp3(tag=aid_samples.id3(bytes(5000))),
        aid_samples.mp3(tag=bytes(700)),  # some programs leave a gap
        aid_samples.mp3() + b"TAG" + bytes(125),
        aid_samples.mp3()[:-100],  # the last frame alone is cut off: it plays
    ],
)
def test_frames_one_behind_the_other_are_a_sound(content):
    assert is_whole_mp3(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        aid_samples.id3(bytes(5000)),  # a tag without a sound
        aid_samples.mp3(9),
        b"\xff" * 9000,
        bytes(9000),
        aid_samples.mp3().replace(b"\xff\xfb\x90", b"\xff\xfb\xf0"),  # no such rate
        aid_samples.mp3().replace(b"\xff\xfb\x90\x64", b"\xff\xfb\x9c\x64"),
        aid_samples.mp3(tag=bytes(5000)),
    ],
)
def test_what_has_no_frames_is_none(content):
    assert not is_whole_mp3(content)


def test_pages_that_end_with_the_file_are_a_sound():
    whole = aid_samples.ogg()
    first = aid_samples.ogg_page(b"OpusHead" + bytes(11), 0)

    assert is_whole_ogg(whole)
    for broken in (whole[:-1], whole + b"x", whole[:40], first, first * 2, b""):
        assert not is_whole_ogg(broken)


def test_boxes_that_end_with_the_file_are_a_sound():
    whole = aid_samples.m4a()
    to_the_end = whole.replace((308).to_bytes(4, "big") + b"mdat", bytes(4) + b"mdat")
    long_size = whole.replace(
        (308).to_bytes(4, "big") + b"mdat",
        (1).to_bytes(4, "big") + b"mdat" + (316).to_bytes(8, "big"),
    )

    assert [is_whole_m4a(one) for one in (whole, to_the_end, long_size)] == [True] * 3
    for broken in (
        whole[:-1],
        whole[:30],
        aid_samples.m4a(handler=b"vide"),
        aid_samples.m4a(sound=b""),
        aid_samples.box(b"ftyp", b"M4A "),
        whole + bytes(3),
        b"",
    ):
        assert not is_whole_m4a(broken)


def made_by_typst() -> bytes:
    """With the newer kind of table, as most programs write it now."""
    return typst.compile(b"= A letter in easy words")


def saved_again(content: bytes) -> bytes:
    """A change behind the end, as a program that signs it leaves one."""
    writer, out = pypdf.PdfWriter(io.BytesIO(content), incremental=True), io.BytesIO()
    writer.pages[0][NameObject("/Rotate")] = pypdf.generic.NumberObject(90)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        aid_samples.pdf(),
        made_by_typst(),
        aid_samples.pdf() + b"\r\n\0\0",
    ],
)
def test_a_paper_whose_table_is_found_is_whole_until_it_is_cut(content):
    assert is_whole_pdf(content)
    assert not is_locked_pdf(content)
    assert not is_whole_pdf(content[: len(content) * 3 // 4])
    assert not is_whole_pdf(content[:20] + content[500:])


def test_a_paper_that_was_changed_behind_its_end_is_whole():
    assert is_whole_pdf(saved_again(aid_samples.pdf()))


def test_a_paper_with_a_password_is_whole_and_locked():
    content = aid_samples.pdf(password="blue")

    assert (is_whole_pdf(content), is_locked_pdf(content)) == (True, True)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9999999999\n%%EOF"],
)
def test_a_paper_without_a_table_is_none(content):
    assert not is_whole_pdf(content)
