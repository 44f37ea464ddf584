"""The part of a page that asks for consent."""

from django.utils import translation

from feedback.answering import agreeing, languages
from feedback.answering.editions import Edition
from feedback.answering.segments import Segments, slot
from studies.people.terms import Terms
from studies.wording.number_order import keep_numbers


def draw(
    edition: Edition,
    now: Terms | None,
    language: str,
    ticks: dict[str, bool],
    *,
    is_first: bool = False,
    is_helped: bool = False,
    is_read_out: bool = False,
    lacks_word: bool = False,
) -> str:
    """The words and their boxes, ticked as the person left them; "" without words."""
    if now is None:
        return ""
    name = ("consent", now.pk, language, is_first, is_helped, lacks_word)
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            context = _context(now, language)
            context |= {"is_first": is_first, "is_helped": is_helped}
            context |= {"lacks_word": lacks_word, "read_out": slot("read_out")}
            drawn = Segments.drawn("answering/parts/consent.html", context)
        edition.drawn[name] = drawn
    checked = {
        f"agree:{purpose}": " checked" for purpose, tick in ticks.items() if tick
    }
    checked["read_out"] = " checked" if is_read_out else ""
    return edition.drawn[name].fill(checked)


def _context(now: Terms, language: str) -> dict[str, object]:
    code = now.language(language)
    said = {name: keep_numbers(text, code) for name, text in now.texts[code].items()}
    asked = agreeing.asked(now)
    foreign = languages.facts(code) if code != languages.interface(language) else None
    return {
        "version": now.pk,
        "take_part": said["take_part"],
        "foreign": foreign,
        "boxes": [
            {"purpose": name, "text": said[name], "checked": slot(f"agree:{name}")}
            for name in asked
        ],
    }
