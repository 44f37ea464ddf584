"""What a sound file and an Easy Read file must be, by their content."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from feedback.surveys.whole_papers import is_locked_pdf, is_whole_pdf
from feedback.surveys.whole_sounds import is_whole_m4a, is_whole_mp3, is_whole_ogg

MB = 1024 * 1024
# A page read aloud takes two minutes, at most 2 MB; a PDF with a picture a line, more.
LARGEST_SOUND = 8 * MB
LARGEST_PAPER = 5 * MB
START_BYTES = 64


@dataclass(frozen=True)
class FileType:
    name: str
    ending: str
    content_type: str
    fits: Callable[[bytes], bool]
    is_whole: Callable[[bytes], bool]


def _is_mp3(start: bytes) -> bool:
    """A tag in front, or the frame header of MPEG layer III at once."""
    if start.startswith(b"ID3"):
        return True
    frame = len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0
    return frame and (start[1] >> 1) & 3 == 1


def _is_ogg(start: bytes) -> bool:
    speaks = b"OpusHead" in start or b"\x01vorbis" in start
    return start.startswith(b"OggS") and speaks


def _is_m4a(start: bytes) -> bool:
    brands = (b"M4A ", b"M4B ", b"mp42", b"isom", b"mp41")
    return start[4:8] == b"ftyp" and start[8:12] in brands


def _is_pdf(start: bytes) -> bool:
    return start.startswith(b"%PDF-")


SOUNDS = (
    FileType("MP3", "mp3", "audio/mpeg", _is_mp3, is_whole_mp3),
    FileType("M4A", "m4a", "audio/mp4", _is_m4a, is_whole_m4a),
    FileType("Ogg", "ogg", "audio/ogg", _is_ogg, is_whole_ogg),
)
PAPERS = (FileType("PDF", "pdf", "application/pdf", _is_pdf, is_whole_pdf),)
TYPES = {known.ending: known for known in (*SOUNDS, *PAPERS)}


def sound_type(file: File) -> FileType:
    """The kind of sound that this is; refused in words where it plays nowhere."""
    if file.size > LARGEST_SOUND:
        raise ValidationError(
            _("The sound is over 8 MB. Save it smaller and choose it again."),
            code="too_large",
        )
    content = _content(file)
    found = _type_of(
        content,
        SOUNDS,
        _("This file is not an MP3, M4A or Ogg sound. Choose one that is."),
    )
    if not found.is_whole(content):
        raise ValidationError(
            _(
                "This sound does not play: the file is damaged, or part of it is "
                "missing. Nothing was changed. Save it as an MP3 again and choose it."
            ),
            code="damaged",
        )
    return found


def paper_type(file: File) -> FileType:
    """A PDF; refused in words where people could not open it."""
    if file.size > LARGEST_PAPER:
        raise ValidationError(
            _("The file is over 5 MB. Save it smaller and choose it again."),
            code="too_large",
        )
    content = _content(file)
    refusal = _("This file is not a PDF. Choose one that is.")
    found = _type_of(content, PAPERS, refusal)
    if not found.is_whole(content):
        raise ValidationError(
            _(
                "This PDF does not open: the file is damaged, or part of it is "
                "missing. Nothing was changed. Save it as a PDF again and choose it."
            ),
            code="damaged",
        )
    if is_locked_pdf(content):
        raise ValidationError(
            _(
                "This PDF is locked, so some people could not have it read aloud. "
                "Nothing was changed. Save it without a password and choose it again."
            ),
            code="locked",
        )
    return found


def _content(file: File) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def _type_of(content: bytes, known: tuple[FileType, ...], refusal: str) -> FileType:
    """By its first bytes, whatever its name says."""
    start = content[:START_BYTES]
    for one in known:
        if one.fits(start):
            return one
    raise ValidationError(refusal, code="wrong_kind")
