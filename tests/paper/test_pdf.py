import subprocess
from unittest import mock

import pytest
import typst

from feedback.paper import sheets
from feedback.surveys.models import Survey
from studies.printing import pdf, typesetting
from studies.printing.typesetting import FONTS, NoFont
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.paper.forms import every_kind, form_of, read, sheet_of, words_of

pytestmark = pytest.mark.django_db

# A letter that no font can have: nothing is assigned there.
NOBODYS = "\U000e1234"
HOSTILE = '#panic("no") $x^2$ *_ <script>alert(1)</script> `raw` \\ @ref // </p> {{'


def font_sizes(made: bytes) -> set[float]:
    found = set()

    def see(text, _current, matrix, _font, size):
        if text.strip():
            found.add(round(abs(matrix[3]) * size, 1))

    for page in read(made).pages:
        page.extract_text(visitor_text=see)
    return found


def test_a_form_is_tagged_and_says_its_title_and_language():
    survey = every_kind()

    made = read(form_of(sheet_of(survey)))

    catalog = made.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata.title == "Your letter"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()


def roles(element, found=None) -> list[str]:
    """The kinds of all tags, in reading order."""
    found = [] if found is None else found
    element = element.get_object()
    if "/S" in element:
        found.append(element["/S"])
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict):
            roles(child, found)
    return found


def test_questions_are_headings_choices_lists_and_a_matrix_a_table():
    made = read(form_of(sheet_of(every_kind())))

    tags = roles(made.trailer["/Root"]["/StructTreeRoot"])

    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 12 + 1  # the questions, and the end
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 3
    assert tags.count("/LI") == 2 + 3 + 2 + 1 + 1


def test_the_text_reads_in_the_order_of_the_questions():
    text = words_of(form_of(sheet_of(every_kind())))

    parts = [
        "Your letter",
        "1. Did you get a letter?",
        "Yes [c1]",
        "2. What was hard?",
        "Nothing [c3]",
        "4. How was it?",
        "5. Each?",
        "The words [r1]",
        "12. May we?",
        "Almost done.",
        "The end of this form",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_every_page_names_the_form_its_version_and_its_number():
    survey = make.published_survey()
    for _each in range(12):
        make.question(survey=survey, kind="long_text")
    sheet = sheet_of(survey)

    pages = [page.extract_text() for page in read(form_of(sheet)).pages]

    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"Form {sheet.name} · Draft of" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Draft: not for use" in text


@pytest.mark.parametrize("large", [False, True])
def test_what_somebody_writes_is_never_read_as_a_command(large):
    survey = make.survey(title=HOSTILE, purpose=HOSTILE, thanks=HOSTILE)
    make.question(survey=survey, label=HOSTILE, hint=HOSTILE, choices=[HOSTILE, "B"])
    grid = make.question(survey=survey, kind="matrix", choices=[HOSTILE, "B"])
    grid.rows.create(code="r1", label=HOSTILE, position=0)

    made = form_of(sheet_of(survey), large=large)

    assert words_of(made).replace(" ", "").count(HOSTILE.replace(" ", "")) >= 8
    assert read(made).metadata.title == HOSTILE


def test_signs_that_nobody_sees_do_not_stop_a_form():
    survey = make.survey(title="Your\x07 letter\u200b\ufeff")

    made = form_of(sheet_of(survey))

    assert read(made).metadata.title == "Your letter"


def test_large_print_has_no_letter_below_18_points_and_loses_no_word():
    sheet = sheet_of(every_kind())

    small, large = form_of(sheet), form_of(sheet, large=True)

    assert min(font_sizes(large)) >= 18
    lost = set(words_of(small).split()) - set(words_of(large).split())
    assert {word for word in lost if not word.isdigit()} == set()


def test_paper_is_us_letter_or_a4():
    sheet = sheet_of(every_kind())

    sizes = [
        tuple(map(round, read(form_of(sheet, paper=name)).pages[0].mediabox[2:]))
        for name in ("letter", "a4", "napkin")
    ]

    assert sizes == [(612, 792), (595, 842), (612, 792)]


def test_arabic_is_written_from_right_to_left():
    survey = surveys.letter()

    made = read(form_of(sheet_of(survey, "ar", version="1")))

    assert made.trailer["/Root"]["/Lang"] == "ar"
    fonts = {
        font.get_object()["/BaseFont"]
        for page in made.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("NotoSansArabic" in name for name in fonts)


def test_a_phone_number_keeps_its_order_in_arabic():
    agency = make.agency(contact_phone="555-0142")
    survey = make.survey(
        activity=make.activity(agency=agency),
        later_languages=["ar"],
        thanks="Call 555-0199.",
    )

    sheet = sheet_of(survey, "ar")
    form_of(sheet)

    assert "\u200e555-0142\u200e" in sheet.closing[2]
    assert "\u200e555-0199\u200e" in sheet.closing[0]


def test_a_language_tag_is_told_in_its_parts():
    shown = pdf.spoken("zh-hans-cn")

    assert (shown["lang"], shown["script"], shown["region"]) == ("zh", "hans", "cn")
    assert pdf.spoken("ar")["direction"] == "rtl"
    assert pdf.spoken("notalanguage")["lang"] == "und"


def test_a_letter_without_a_font_stops_the_form_and_is_named():
    survey = make.survey(title=f"Your {NOBODYS}letter{NOBODYS}")

    with pytest.raises(NoFont) as refused:
        sheets.form_pdf(sheet_of(survey), {})

    assert refused.value.letters == NOBODYS


def test_a_form_is_made_in_a_process_of_its_own_without_our_secrets(monkeypatch):
    monkeypatch.setenv("CXSTUDIO_SECRET_KEY", "secret")
    run = mock.Mock(wraps=subprocess.run)
    monkeypatch.setattr(pdf.subprocess, "run", run)

    made = sheets.form_pdf(sheet_of(every_kind()), {"large": True})

    assert made.startswith(b"%PDF-1.7")
    assert "CXSTUDIO_SECRET_KEY" not in run.call_args.kwargs["env"]


def test_a_form_that_takes_too_long_is_given_up_and_the_next_has_its_turn(monkeypatch):
    sheet = sheet_of(make.survey())
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.002)
    with pytest.raises(pdf.TooLong):
        sheets.form_pdf(sheet, {})
    monkeypatch.undo()

    assert sheets.form_pdf(sheet, {}).startswith(b"%PDF-1.7")


def test_while_one_form_is_made_another_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.002)

    with pdf._turn, pytest.raises(pdf.TooLong):
        sheets.form_pdf(sheet_of(make.survey()), {})


def test_letters_without_a_font_are_known_beforehand():
    assert pdf.missing_letters(f"Añb\n{NOBODYS}", "en") == NOBODYS
    assert pdf.missing_letters("Latin, ñandú, Ελλάδα, Россия, العربية", "ar") == ""
    assert pdf.missing_letters("", "en") == ""


def test_the_fonts_we_ship_carry_english_spanish_and_arabic_alone(monkeypatch):
    ours = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    monkeypatch.setattr(typesetting, "fonts", lambda: ours)
    monkeypatch.setattr(pdf, "fonts", lambda: ours)
    survey = surveys.letter()
    make.translated(survey, "ar")

    made = form_of(sheet_of(survey, "ar", version="1"))

    assert len(read(made).pages) >= 2
    assert pdf.missing_letters("¿Qué pasó? “sí” …", "es") == ""
    assert pdf.missing_letters("你好", "zh-hans") == "你好"


def test_a_language_that_comes_later_is_on_paper_for_looking():
    survey = make.survey(later_languages=["es"], title="Your letter")
    source = SourceText(place(survey, "title"), survey.title)
    translate(source, "es", "Su carta", agency=survey.agency, by=None)

    sheet = sheet_of(Survey.objects.get(pk=survey.pk), "es")

    assert sheet.title == "Su carta"


def test_what_people_agree_to_is_printed_without_a_number():
    survey = every_kind(activity=make.activity(round=make.round_()))
    make.consent(study=survey.activity.round.study)

    words = words_of(form_of(sheet_of(survey)))

    assert "We read your answers. Consent text, version 1 You can agree" in words
    assert "You may show my words. [quote]" in words or "[quote] You may" in words
