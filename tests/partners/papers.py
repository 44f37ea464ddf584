"""A link with a survey in three languages, its sheets, and what can be read from them."""

import io
import struct

import pypdf
import pypdfium2
import zxingcpp

from studies.agencies.models import Agency
from studies.partners import actions as partners
from studies.partners import prints
from studies.partners.models import InviteLink
from studies.printing import pdf
from studies.printing.typesetting import typeset
from tests import make

TEXTS = {
    "en": {"title": "Your renewal letter", "purpose": "We want it clear.\n\nMore."},
    "es": {"title": "Su carta de renovación", "purpose": "Queremos que sea clara."},
    "ar": {"title": "رسالة التجديد", "purpose": "نريدها واضحة."},
}


def an_agency(**fields) -> Agency:
    about = {
        "name": "Household Support",
        "contact_phone": "555-0142",
        "contact_hours": "Monday to Friday, 9 to 5",
        "website": "https://household.example.org/",
    }
    return make.agency(**about | fields)


def a_link(agency: Agency | None = None, texts=TEXTS, **fields) -> InviteLink:
    agency = agency or an_agency()
    partner = make.partner(agency=agency, name="Harbor Lane", languages=["es"])
    activity = make.activity(
        agency=agency,
        state="published",
        languages_ready=list(texts),
        public_texts=texts,
        minutes=4,
    )
    given = {"partner": partner, "label": "Front desk", "by": None}
    return partners.make_link(activity.pk, **given | fields)


def drawn(link: InviteLink, kind: str, languages: list[str], paper="letter") -> bytes:
    """As `prints.pdf` does, in this process: one of its own for each takes long."""
    content = prints.sheet(link, kind, languages)
    return typeset(prints.template(kind), pdf.told(content, languages[0], paper=paper))


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def words_on(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).split())


def scanned(made: bytes, turned: int = 0) -> list[str]:
    """What a phone reads from the printed page, each square once."""
    page = pypdfium2.PdfDocument(made)[0]
    picture = page.render(scale=2.5, grayscale=True, rotation=turned)
    sides = [picture.height, picture.stride]
    points = memoryview(bytes(picture.buffer)).cast("B", shape=sides)
    return [code.text for code in zxingcpp.read_barcodes(points)]


def picture(made: bytes) -> bytes:
    """The first page as a BMP file, which needs no library to write."""
    page = pypdfium2.PdfDocument(made)[0]
    points = page.render(scale=1.2, prefer_bgrx=True)
    head = struct.pack(
        "<IiiHHIIiiII", 40, points.width, -points.height, 1, 32, *[0] * 6
    )
    start = struct.pack("<2sIHHI", b"BM", 54 + len(points.buffer), 0, 0, 54)
    return start + head + bytes(points.buffer)


def structure(made: bytes) -> list[tuple[str, str, str]]:
    """All tags in reading order: kind, language where it is said, other words for it."""
    found: list[tuple[str, str, str]] = []
    _walk(read(made).trailer["/Root"]["/StructTreeRoot"], found)
    return found


def _walk(element, found) -> None:
    element = element.get_object()
    if "/S" in element:
        kind = str(element["/S"])
        found.append(
            (kind, str(element.get("/Lang", "")), str(element.get("/Alt", "")))
        )
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict):
            _walk(child, found)
