"""What is stored of a person who answers. The first page is written from this list."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class Kept(StrEnum):
    ANSWERS = "answers"
    LINK = "link"
    DAY = "day"
    TIME = "time"
    LANGUAGE = "language"
    GROUP = "group"
    NUMBER = "number"
    CONSENT = "consent"
    HELP = "help"
    PROXY = "proxy"
    SCREEN = "screen"
    PAPER = "paper"
    PHONE = "phone"


# The columns of SurveyResponse that each of them fills.
COLUMNS = {
    Kept.ANSWERS: {
        "answers",
        "calculated",
        "choice_orders",
        "clock",
        "folded",
        "is_left_out",
        "is_over_quota",
        "merging",
        "over_quota",
        "signs",
    },
    Kept.LINK: {"answers"},
    Kept.DAY: {"started_on", "submitted_on"},
    Kept.TIME: {"submitted_at"},
    Kept.LANGUAGE: {"language"},
    Kept.GROUP: {"partner"},
    Kept.NUMBER: {"participant", "personal_link"},
    Kept.CONSENT: {"consent_version", "consent_language", "consents"},
    Kept.HELP: {"mode", "help"},
    Kept.PROXY: {"mode", "proxy_reason"},
    Kept.SCREEN: {"mode"},
    Kept.PAPER: {"mode"},
    Kept.PHONE: {"mode"},
}

# What a way to take part adds, by mode.
OF_MODE = {
    "helped": Kept.HELP,
    "proxy": Kept.PROXY,
    "kiosk": Kept.SCREEN,
    "paper": Kept.PAPER,
    "phone": Kept.PHONE,
}


def kept(
    *,
    is_anonymous: bool,
    has_partner: bool,
    is_personal: bool,
    reads_link: bool = False,
    asks_consent: bool = False,
    mode: str = "self",
) -> list[Kept]:
    """What a response made this way will hold about the person."""
    things = [Kept.ANSWERS, Kept.LINK] if reads_link else [Kept.ANSWERS]
    things.append(Kept.DAY)
    if not is_anonymous and mode != "paper":  # a sheet has a day and no time
        things.append(Kept.TIME)
    things.append(Kept.LANGUAGE)
    if has_partner:
        things.append(Kept.GROUP)
    if is_personal and not is_anonymous:
        things.append(Kept.NUMBER)
    if asks_consent:
        things.append(Kept.CONSENT)
    if mode in OF_MODE:
        things.append(OF_MODE[mode])
    return things


def in_words(things: list[Kept]) -> str:
    """ "We keep your answers, the day, and your language.", in the active language."""
    parts = [words()[thing] for thing in things]
    between = pgettext("between the parts of a list", ", ")
    before_last = pgettext("before the last part of a list", ", and ")
    listed = before_last.join([between.join(parts[:-1]), parts[-1]])
    return _("We keep %(things)s.") % {"things": listed}


def words() -> dict[Kept, str]:
    return {
        # Translators: parts of the sentence "We keep …."
        Kept.ANSWERS: _("your answers"),
        Kept.LINK: _("a word in the link that brought you here"),
        Kept.DAY: _("the day"),
        Kept.TIME: _("the time"),
        Kept.LANGUAGE: _("your language"),
        Kept.GROUP: _("which group shared this link"),
        Kept.NUMBER: _("a number that stands for you"),
        Kept.CONSENT: _("what you agree to"),
        Kept.HELP: _("that somebody helped, and how"),
        Kept.PROXY: _("that somebody answered for you, and why"),
        Kept.SCREEN: _("that you used a shared screen"),
        Kept.PAPER: _("that you answered on paper"),
        Kept.PHONE: _("that you answered by phone"),
    }
