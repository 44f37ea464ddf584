"""What a logo file must be: a PNG or JPEG by its content, and small."""

import struct

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

LARGEST_BYTES = 200 * 1024
LARGEST_SIDE = 3000
PNG_START = b"\x89PNG\r\n\x1a\n"
# JPEG frame headers, which hold the size; the gaps are tables, not frames.
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def content_type(start: bytes) -> str | None:
    """The kind of picture by its first bytes, whatever its name says."""
    if start.startswith(PNG_START):
        return "image/png"
    return "image/jpeg" if start.startswith(b"\xff\xd8\xff") else None


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or None when the file is broken."""
    if content.startswith(PNG_START):
        if len(content) < 24 or content[12:16] != b"IHDR":
            return None
        return struct.unpack(">II", content[16:24])
    return _jpeg_size(content)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = (
            content[at + 1],
            struct.unpack(">H", content[at + 2 : at + 4])[0],
        )
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def check_logo(file: File) -> None:
    """Refuse what is not a small PNG or JPEG, in words that say what to do."""
    if file.size > LARGEST_BYTES:
        raise ValidationError(
            _("The picture is over 200 KB. Save it smaller and choose it again."),
            code="too_large",
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    size = size_of(content) if content_type(content) else None
    if size is None:
        raise ValidationError(
            _("This file is not a PNG or JPEG picture. Choose one that is."),
            code="not_a_picture",
        )
    if not 0 < min(size) <= max(size) <= LARGEST_SIDE:
        raise ValidationError(
            _("The picture is too wide or too tall. Use at most 3,000 pixels a side."),
            code="too_many_pixels",
        )


def logo_path(agency, filename: str) -> str:
    """A name of our own: the file's name is nobody's business, and is never reused."""
    ending = "png" if filename.lower().endswith("png") else "jpg"
    return f"logos/{agency.slug}-{get_random_string(8)}.{ending}"
