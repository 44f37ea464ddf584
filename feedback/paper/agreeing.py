"""What people agree to, as the first thing on a paper form."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from feedback.answering import agreeing
from feedback.paper.blocks import Block, Box
from studies.people.models import Purpose
from studies.people.terms import Terms
from studies.wording.number_order import keep_numbers

KEY = "_consent"


def consent_blocks(terms: Terms | None, language: str) -> Iterator[Block]:
    """The words in the form's language where they have it, and a box a purpose."""
    if terms is None:
        return
    code = terms.language(language)
    said = {name: keep_numbers(text, code) for name, text in terms.texts[code].items()}
    take_part = _("When you give this form back, you agree to take part:")
    yield Block(
        what="section",
        level=2,
        label=_("What you agree to"),
        hint=f"{take_part} {said[Purpose.TAKE_PART]}",
        note=_("Consent text, version %(number)d") % {"number": terms.number},
    )
    purposes = agreeing.asked(terms)
    if purposes:
        yield Block(
            what="question",
            level=3,
            key=KEY,
            shape="several",
            label=_("You can agree to more. You take part either way."),
            boxes=tuple(Box(name, said[name]) for name in purposes),
        )
