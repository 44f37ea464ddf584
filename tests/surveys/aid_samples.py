"""Small sounds and papers that are whole, made byte by byte as their formats say."""

import io

import pypdf


def mp3(frames: int = 20, *, tag: bytes = b"", header: bytes = b"\xff\xfb\x90\x64"):
    """Frames of silence: MPEG 1 layer III, 128 kbit/s at 44,100 Hz, 417 bytes each."""
    length = {b"\xff\xfb\x90\x64": 417, b"\xff\xf3\x80\xc4": 208}[header]
    return tag + (header + b"\0" * (length - 4)) * frames


def id3(content: bytes) -> bytes:
    """A tag in front, whose size is written in sevens of bits."""
    size = bytes(len(content) >> 7 * place & 0x7F for place in (3, 2, 1, 0))
    return b"ID3\x04\0\0" + size + content


def ogg_page(content: bytes, number: int) -> bytes:
    lacing = bytes([255] * (len(content) // 255) + [len(content) % 255])
    flags = b"\x02" if number == 0 else b"\0"
    head = b"OggS\0" + flags + bytes(8) + bytes(4) + number.to_bytes(4, "little")
    return head + bytes(4) + bytes([len(lacing)]) + lacing + content


def ogg() -> bytes:
    parts = [b"OpusHead" + bytes(11), b"OpusTags" + bytes(8), bytes(700)]
    return b"".join(ogg_page(part, number) for number, part in enumerate(parts))


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def m4a(*, handler: bytes = b"soun", sound: bytes = bytes(300)) -> bytes:
    tells = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13))))
    brand = box(b"ftyp", b"M4A " + bytes(4) + b"isom")
    return brand + box(b"moov", tells) + box(b"mdat", sound)


def pdf(*, password: str = "") -> bytes:
    """One empty page, with the older kind of table."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=612, height=792)
    if password:
        writer.encrypt("", owner_password=password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()
