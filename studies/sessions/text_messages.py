"""What stands in mails about a visit, in a text message: for who wishes texts alone."""

from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from cxstudio.posting import Left
from studies.outreach import channels, stopping
from studies.outreach.channels import NothingLeft, Outcome, Outgoing
from studies.outreach.letters import visit_url
from studies.outreach.models import Delivery
from studies.outreach.short_texts import STOP_WORD
from studies.people.vault import textable
from studies.sessions import spoken, when, writing
from studies.sessions.models import Letter
from studies.sessions.texts import texts
from studies.wording.agency_face import face

Kind = Letter.Kind
BECAME = {
    Outcome.HANDED_OVER: Left.YES,
    Outcome.LATER: Left.LATER,
    Outcome.REFUSED: Left.REFUSED,
    Outcome.STOPPED: Left.REFUSED,
    Outcome.NO_SUCH_ADDRESS: Left.NO_SUCH_ADDRESS,
    Outcome.UNCERTAIN: Left.UNSURE,
}


def hand_over(letter: Letter) -> Left:
    person = letter.booking.participant.person
    to = textable(person.phone)
    content, reference = written(letter).encode(), writing.reference(letter)
    try:
        with channels.open_session(Delivery.Channel.SMS) as session:
            sent = session.send(Outgoing(to, "", content, reference=reference))
    except NothingLeft:
        return Left.NO
    if sent.outcome == Outcome.STOPPED:
        stopping.stop_number(person.phone_hash)
    return BECAME[sent.outcome]


def written(letter: Letter) -> str:
    """In one line, in the language of its person."""
    booking = letter.booking
    language = writing.language_of(booking)
    agency = booking.session.round.study.agency
    with translation.override(language):
        said = texts(booking.session, language)
        zone = ZoneInfo(booking.time_zone or booking.session.time_zone)
        time = when.spoken(booking.slot, zone).whole if booking.slot else ""
        where = [said.place or booking.session.call_link]
        where += filter(None, [spoken.interpreter(booking)])
        words = _words(letter.kind) % {
            "agency": face(agency, language)["name"],
            "title": said.title,
            "time": time,
            "place": ". ".join(where),
            "link": visit_url(booking.pk, language),
            "stop": STOP_WORD[language],
        }
    return " ".join(words.split())


def _words(kind: str) -> str:
    if kind == Kind.INVITATION:
        return _(
            "%(agency)s: We would like to talk with you. %(title)s. Choose a time: "
            "%(link)s Your choice. Reply %(stop)s to end."
        )
    if kind == Kind.CONFIRMATION:
        return _(
            "%(agency)s: Your visit is booked. %(title)s, %(time)s. %(place)s. "
            "Change or cancel: %(link)s"
        )
    if kind == Kind.UPDATE:
        return _(
            "%(agency)s: Your visit has changed. Now: %(title)s, %(time)s. %(place)s. "
            "Change or cancel: %(link)s"
        )
    if kind == Kind.CANCELLATION:
        return _(
            "%(agency)s: Your visit is canceled: %(title)s, %(time)s. "
            "Choose another time: %(link)s"
        )
    return _(
        "%(agency)s: Your visit is soon. %(title)s, %(time)s. %(place)s. "
        "Change or cancel: %(link)s"
    )
