"""In which languages a session is held, and who needs somebody to interpret."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from studies.sessions.models import Booking, Session
from studies.wording.tags import language_name


def sentence(session: Session) -> str:
    """In the language that is active; nothing where the team did not say."""
    names = [language_name(code) for code in session.languages]
    if not names:
        return ""
    return _("You can speak %(languages)s there.") % {"languages": get_text_list(names)}


def foreign(session: Session, language: str) -> bool:
    """Whether nobody there speaks it. How it is written does not matter here."""
    here = {code.split("-")[0] for code in session.languages}
    return bool(here) and language.split("-")[0] not in here


def to_somebody_foreign(booking: Booking) -> str:
    """The sentence where their language is none of those."""
    is_foreign = foreign(booking.session, booking.participant.language)
    return sentence(booking.session) if is_foreign else ""


def interpreter(booking: Booking) -> str:
    """What a mail says of the one they asked for; nothing where they asked for none."""
    if not (booking.interpreter and booking.session.has_interpreter):
        return ""
    name = language_name(booking.interpreter)
    return _("An interpreter: %(interpreter)s") % {"interpreter": name}
