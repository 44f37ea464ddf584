from datetime import timedelta

import pytest
import typst
from django.core.files.base import ContentFile
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import links, prints
from studies.printing import pdf, typesetting
from studies.printing.typesetting import FONTS, typeset
from tests import make
from tests.partners.papers import (
    TEXTS,
    a_link,
    an_agency,
    drawn,
    read,
    scanned,
    structure,
    words_on,
)

pytestmark = pytest.mark.django_db
SIZES = {"letter": (612, 792), "a4": (595, 842)}
# A picture of one point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SOME, MANY = list(TEXTS)[:2], list(TEXTS)[:3]
LONG = "We want to know what is hard to understand, and what would help. " * 20


@pytest.mark.parametrize(
    ("kind", "squares", "paper"),
    [
        ("flyer", 1, "letter"),
        ("tear-off-sheet", 11, "a4"),
        ("tear-off-sheet", 11, "letter"),
        ("counter-card", 2, "a4"),
    ],
)
def test_every_square_on_every_sheet_opens_the_link(kind, squares, paper):
    link = a_link()

    made = drawn(link, kind, ["en", "es"], paper)

    assert scanned(made) == [links.url(link)] * squares
    [page] = read(made).pages
    assert tuple(map(round, page.mediabox[2:])) == SIZES[paper]


@pytest.mark.parametrize("kind", list(prints.KINDS))
def test_what_stands_once_on_a_mixed_sheet_stands_in_each_language(kind):
    words = words_on(drawn(a_link(), kind, ["en", "es"]))

    both = ["Together with", "Junto con"]
    both += ["Fold here", "Doble aquí"] * (kind == "counter-card")
    assert [one for one in both if one not in words] == []


def test_a_card_in_many_languages_keeps_hours_out_so_that_each_is_large():
    agency = an_agency(contact_hours="Monday to Friday")
    link = a_link(agency, texts=TEXTS)

    words = [words_on(drawn(link, "counter-card", codes)) for codes in (SOME, MANY)]

    assert ["Monday to Friday" in one for one in words] == [True, False]


@pytest.mark.parametrize("kind", list(prints.KINDS))
def test_a_sheet_says_what_people_ask_before_they_trust_it(kind, settings):
    settings.BASE_URL = "https://ask.example.org"
    link = a_link()

    words = words_on(drawn(link, kind, ["en"]))

    for said in [
        "Household Support",
        "Your renewal letter",
        "Takes about 4 minutes.",
        "It is free. It does not change your benefits.",
        "ask.example.org/go",
        f"{link.short_code[:4]} {link.short_code[4:]}",
        "Call 555-0142 (Monday to Friday, 9 to 5).",
        f"https://ask.example.org/i/{link.token}/",
        "Together with Harbor Lane",
    ]:
        assert said in words


def test_a_flyer_says_who_asks_why_and_how_to_check_it():
    words = words_on(drawn(a_link(), "flyer", ["en"]))

    assert "Household Support asks you to answer some questions. We want it" in words
    assert "More." not in words  # a second paragraph is for the first page
    assert "Call us at 555-0142, and ask if this survey is ours." in words
    assert "Type our own web address into your browser: household.example.org" in words


def test_each_strip_has_the_code_where_to_type_it_and_a_number(settings):
    settings.BASE_URL = "https://ask.example.org"
    link = a_link()

    words = words_on(drawn(link, "tear-off-sheet", ["en"]))

    code = f"{link.short_code[:4]} {link.short_code[4:]}"
    strip = f"Your renewal letter ask.example.org/go {code} Call 555-0142."
    assert words.count(strip) == 10


def test_strips_of_a_sheet_in_two_languages_are_shared_by_both(settings):
    settings.BASE_URL = "https://ask.example.org"

    words = words_on(drawn(a_link(), "tear-off-sheet", ["en", "es"]))

    strips = [f"{TEXTS[code]['title']} ask.example.org/go" for code in ("en", "es")]
    assert [words.count(strip) for strip in strips] == [5, 5]


def test_no_dot_is_left_at_the_end_of_a_line_of_names():
    names = [{"name": f"Office {n} " + "of plain letters " * 2} for n in range(4)]
    shown = [name | prints.spoken("en") for name in names]
    content = prints.sheet(a_link(), "counter-card", ["en"]) | {"names": shown}

    made = typeset(
        prints.template("counter-card"), pdf.told(content, "en", paper="letter")
    )

    lines = "\n".join(page.extract_text() for page in read(made).pages).splitlines()
    assert any("Office 0" in line for line in lines)
    assert [line for line in lines if line.strip().endswith("·")] == []


def test_a_sheet_is_tagged_with_its_title_languages_and_what_the_square_is():
    link = a_link()

    made = drawn(link, "flyer", ["en", "ar"])

    catalog, tags = read(made).trailer["/Root"], structure(made)
    kinds = [kind for kind, _language, _words in tags]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("en", True)
    assert read(made).metadata.title == "Your renewal letter"
    assert [words for kind, _language, words in tags if kind == "/Figure"] == [
        f"QR code of the survey: {links.url(link)}"
    ]
    assert "ar" in {language for _kind, language, _words in tags}
    shown = [kind for kind in kinds if kind in ("/H1", "/H2", "/Figure", "/Link")]
    how, trust = ["/H2", "/H2", "/Figure"], ["/H2"] * 4
    assert shown == ["/H1", "/H1", *how, *trust, "/Link"]


@pytest.mark.parametrize("kind", ["tear-off-sheet", "counter-card"])
def test_what_is_repeated_for_the_eye_is_read_aloud_once(kind):
    made = drawn(a_link(), kind, ["en"])

    kinds = [kind for kind, _language, _words in structure(made)]

    assert (kinds.count("/Figure"), kinds.count("/H1")) == (1, 1)


def test_arabic_stands_in_its_own_letters_from_right_to_left():
    made = read(drawn(a_link(), "flyer", ["ar"], "a4"))

    fonts = made.pages[0]["/Resources"]["/Font"].values()
    assert made.trailer["/Root"]["/Lang"] == "ar"
    assert any("NotoSansArabic" in font["/BaseFont"] for font in fonts)


def test_a_survey_in_a_language_that_our_pages_lack_has_our_words_in_english():
    texts = TEXTS | {"vi": {"title": "Thư gia hạn", "purpose": "Chúng tôi hỏi."}}

    made = drawn(a_link(texts=texts), "flyer", ["vi"])

    assert read(made).trailer["/Root"]["/Lang"] == "vi"
    assert "Thư gia hạn Household Support asks you" in words_on(made)
    assert "en" in {language for _kind, language, _words in structure(made)}


def test_long_words_grow_smaller_instead_of_leaving_the_sheet():
    texts = {code: {"title": LONG[:120], "purpose": LONG} for code in ("en", "es")}
    link = a_link(texts=texts)

    made = drawn(link, "tear-off-sheet", ["en", "es"])

    assert len(read(made).pages) == 1
    assert scanned(made)[:1] == [links.url(link)]
    assert words_on(made).count("what would help.") >= 40


def test_a_card_for_the_counter_speaks_four_languages_on_one_sheet():
    texts = TEXTS | {"vi": {"title": "Thư gia hạn", "purpose": "Chúng tôi hỏi."}}

    made = drawn(a_link(texts=texts), "counter-card", ["en", "es", "ar", "vi"])

    assert len(read(made).pages) == 1
    kinds = [kind for kind, _language, _words in structure(made)]
    assert kinds.count("/H1") == 4


def test_without_a_number_or_an_address_nothing_is_promised():
    link = a_link(agency=make.agency(name="Household Support"))

    words = words_on(drawn(link, "tear-off-sheet", ["en"]))

    assert "Call" not in words
    assert "How to check" not in words


def test_a_sheet_names_its_place_in_each_of_its_languages():
    link = a_link(label="")
    link.site = link.partner.sites.create(
        name="Front {x} desk", names={"es": "Recepción"}
    )
    link.save()

    words = words_on(drawn(link, "flyer", ["en", "es"]))

    assert "Together with Harbor Lane · Front x desk" in words
    assert "Junto con Harbor Lane · Recepción" in words


def test_what_somebody_writes_is_never_read_as_a_command():
    hostile = '#panic("no") {go} $x^2$ *_ <b> `raw` \\ @ref // {{'
    texts = {"en": {"title": hostile, "purpose": hostile}}
    agency = an_agency(name=hostile, contact_hours=hostile)

    words = words_on(drawn(a_link(agency=agency, texts=texts), "flyer", ["en"]))

    assert words.replace(" ", "").count(hostile.replace(" ", "")) >= 5


def logo_of(content: bytes):
    agency = an_agency()
    agency.logo.save("logo.png", ContentFile(content))
    return agency


def pictures(made: bytes) -> int:
    return len(read(made).pages[0].images)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_agencys_logo_stands_beside_its_name(media):
    with_logo = drawn(a_link(agency=logo_of(PNG)), "flyer", ["en"])
    without = drawn(a_link(agency=an_agency()), "flyer", ["en"])

    assert (pictures(with_logo), pictures(without)) == (1, 0)


def test_a_logo_that_cannot_be_drawn_is_left_out(media):
    link = a_link(agency=logo_of(PNG[:30]))

    made = prints.pdf(link, "flyer", ["en"])

    assert pictures(made) == 0
    assert scanned(made) == [links.url(link)]


def test_a_logo_whose_file_is_gone_is_left_out(media):
    agency = logo_of(PNG)
    agency.logo.storage.delete(agency.logo.name)

    assert prints.sheet(a_link(agency=agency), "flyer", ["en"])["logo"] == []


def refused(link, kind="flyer", languages=("en",)) -> str:
    with pytest.raises(Refusal) as refusal:
        prints.pdf(link, kind, list(languages))
    return refusal.value.code


def test_a_link_that_has_ended_is_not_printed():
    ended, late, full = a_link(), a_link(), a_link(cap=1)
    partners.revoke_link(ended.pk, by=None)
    ended.refresh_from_db()
    late.expires_at = timezone.now() - timedelta(days=1)
    full.finishes = 1

    assert [refused(link) for link in (ended, late, full)] == ["link_ended"] * 3


def test_a_link_for_one_screen_or_a_few_people_is_not_printed():
    link = a_link()
    kiosk = partners.make_link(link.activity_id, is_kiosk=True, by=None)
    pilot = partners.pilot_link(link.activity_id, by=None)
    participant = make.participant(study=make.study(agency=link.agency))
    personal = partners.personal_link(link.activity_id, participant.pk)

    codes = [refused(row) for row in (kiosk, pilot, personal)]

    assert codes == ["not_for_paper"] * 3


def test_a_sheet_needs_a_published_survey_and_languages_that_fit():
    unpublished = partners.make_link(make.activity().pk, by=None)
    link = a_link()

    assert refused(unpublished) == "not_published"
    assert refused(link, languages=["en", "fr"]) == "no_language"
    assert refused(link, languages=[]) == "too_many_languages"
    assert refused(link, languages=["en", "es", "ar"]) == "too_many_languages"


def test_letters_without_a_font_are_named_and_nothing_is_printed(monkeypatch):
    ours = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    monkeypatch.setattr(typesetting, "fonts", lambda: ours)
    monkeypatch.setattr(pdf, "fonts", lambda: ours)
    link = a_link(texts={"zh-hans": {"title": "续期信", "purpose": "请"}})
    made_here = lambda *_, **look: drawn(link, "flyer", ["zh-hans"])  # noqa: E731
    monkeypatch.setattr(pdf, "make", made_here)

    with pytest.raises(Refusal) as refusal:
        prints.pdf(link, "flyer", ["zh-hans"])

    assert refusal.value.code == "no_font"
    assert "no font for" in refusal.value.message
    assert "续" in refusal.value.message


def test_a_server_with_too_much_to_do_says_so(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.002)

    assert refused(a_link()) == "busy"


def test_an_office_of_our_own_hands_it_out_by_itself():
    link = a_link()
    link.partner.kind = "office"

    words = words_on(drawn(link, "flyer", ["en"]))

    assert "Harbor Lane" in words
    assert "Together with" not in words


def test_a_file_is_named_after_what_it_is():
    link = a_link(label='Desk "1"\r\nX: y')

    name = prints.file_name(link, "tear-off-sheet", ["es", "zh-hans"], "a4")

    assert name == "tear-off-sheet-desk-1-x-y-es-zh-hans-a4.pdf"
