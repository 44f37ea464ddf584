import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEET = (ROOT / "static/cx.css").read_text()
STUDIO = (ROOT / "static/studio.css").read_text()
CLASS = re.compile(r"\.(-?[a-z_][\w-]*)")


def shown_classes(page: Path) -> set[str]:
    attributes = re.findall(r'class="([^"{%]+)"', page.read_text())
    return {name for attribute in attributes for name in attribute.split()}


def test_the_sheet_leaves_room_for_the_first_page():
    assert len(gzip.compress(SHEET.encode())) < 9 * 1024


@pytest.mark.parametrize("sheet", [SHEET, STUDIO])
def test_no_rule_holds_in_one_direction_only(sheet):
    sides = r"[;{\s](?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right)\s*:"
    values = r"(?:text-align|float)\s*:\s*(?:left|right)"

    assert re.findall(f"{sides}|{values}", sheet) == []


@pytest.mark.parametrize("sheet", [SHEET, STUDIO])
def test_a_sheet_asks_for_no_other_file(sheet):
    assert re.findall(r"url\((?![\"']?\))|@import", sheet) == []


@pytest.mark.parametrize(
    "sheet", sorted((ROOT / "static").glob("*.css")), ids=lambda sheet: sheet.name
)
def test_a_language_changes_the_height_of_lines_and_no_color(sheet):
    """So the walk looks at colors in one language of each direction."""
    rules = re.findall(r"(?:\[lang|:lang\()[^{}]*\{([^}]*)\}", sheet.read_text())

    assert [
        rule for rule in rules if not re.fullmatch(r"line-height:[\d.]+", rule)
    ] == []


def test_every_class_that_the_documents_show_has_a_rule():
    shown = shown_classes(ROOT / "docs/components.md") | shown_classes(
        ROOT / "docs/components-studio.md"
    )

    ruled = set(CLASS.findall(SHEET)) | set(CLASS.findall(STUDIO))
    # Names from the design system that carry no look of their own here, and hooks.
    bare = {"usa-legend", "shareback--did", "cx-checklist"}
    assert shown - ruled - bare == set()


def test_every_design_system_class_in_a_template_is_in_the_sheet():
    used = set()
    for template in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r"\busa-[a-z_-]+[a-z]\b", template.read_text()))

    assert used - set(CLASS.findall(SHEET)) - {"usa-legend"} == set()


def test_the_studio_sheet_touches_nothing_of_the_admin_theme():
    rules = re.sub(r"/\*.*?\*/", "", STUDIO, flags=re.DOTALL)
    # On paper there is no admin around the page, so its sheet may set the whole page.
    paper = r"@media print \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}"
    selectors = re.findall(r"([^{};]+)\{", re.sub(paper, "", rules))
    parts = [part.strip() for line in selectors for part in line.split(",")]

    ours = re.compile(r"\.cx-|\.chart|^:root$|^\.dark$|^@media|^\.(no|only)-print$")
    assert [part for part in parts if part and not ours.search(part)] == []


TOKENS = (ROOT / "frontend/src/cx/tokens.css").read_text()
GROUNDS = ("paper", "shade", "chosen")
# What is read needs 4.5 to 1 (WCAG 1.4.3); what shows a control, 3 to 1 (1.4.11).
LEAST = {
    "ink": 4.5,
    "muted": 4.5,
    "action": 4.5,
    "action-strong": 4.5,
    "visited": 4.5,
    "error": 4.5,
    "line-strong": 3,
    "focus": 3,
    "success": 3,
}


def brightness(color: str) -> float:
    """The relative luminance of "#rgb" or "#rrggbb", as WCAG defines it."""
    digits = color.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([brightness(one), brightness(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colors_stand_out_from_every_ground(theme):
    colors = dict(re.findall(r"--([\w-]+): (#\w+);", TOKENS.split("@media")[theme]))

    weak = [
        (name, ground, round(contrast(colors[name], colors[ground]), 2))
        for name, least in LEAST.items()
        for ground in GROUNDS
        if contrast(colors[name], colors[ground]) < least
    ]

    assert weak == []


def test_the_contrast_of_known_pairs():
    assert round(contrast("#000", "#fff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
