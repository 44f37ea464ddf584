"""The terms of a partnership as a partner reads them, in its language."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from studies.partners.models import PartnershipTerms


@dataclass(frozen=True)
class Line:
    """One point of the terms, and the language that its text is in."""

    name: str
    text: str
    language: str


def lines(terms: PartnershipTerms, language: str) -> list[Line]:
    """What is asked, what is paid and the promise come first."""
    with override(language):
        pay, pay_in = terms.text("pay", language)
        purpose, purpose_in = terms.text("purpose", language)
        return [
            Line(_("What we ask of you"), hours(terms.hours), language),
            Line(
                _("What you get for it"),
                pay or _("No payment."),
                pay_in if pay else language,
            ),
            Line(_("Our promise to the people you serve"), promise(), language),
            Line(_("What it is for"), purpose, purpose_in),
            Line(_("From when until when"), dates(terms), language),
            Line(_("What you see"), sees(), language),
        ]


def hours(number: int) -> str:
    if not number:
        return _("Only to pass the links on.")
    return ngettext(
        "About %(count)d hour of your time in all.",
        "About %(count)d hours of your time in all.",
        number,
    ) % {"count": number}


def promise() -> str:
    return _(
        "Taking part is never a condition of help. Nobody gets more or less help, "
        "sooner or later, because they took part or did not."
    )


def sees() -> str:
    return _(
        "About how often your links were opened, and for each group “keep going”, "
        "“nearly enough” or “enough for now”. Never an answer, and never who answered."
    )


def dates(terms: PartnershipTerms) -> str:
    return _("From %(first)s to %(last)s. Then it ends by itself.") % {
        "first": _day(terms.from_on),
        "last": _day(terms.until_on),
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def as_text(terms: PartnershipTerms, language: str) -> str:
    """All of it as plain text: what is kept of a yes."""
    return "\n".join(f"{line.name}: {line.text}" for line in lines(terms, language))
