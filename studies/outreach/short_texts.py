"""The words of a text message: one part where they can, and always how to stop."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from studies.outreach import segments
from studies.outreach.letters import done_url, nearest
from studies.outreach.models import REMINDERS, Delivery, Step, Wave
from studies.people.models import Person
from studies.wording.agency_face import face
from studies.wording.tags import direction

# One of the words that stop in each language; see stop_words.py.
STOP_WORD = {"en": "STOP", "es": "PARAR", "ar": "توقف", "zh-hans": "停止"}
# As long as the secret of a person's own link.
SAMPLE_LINK = f"/i/{'x' * 22}/"


@dataclass(frozen=True)
class Sample:
    """A text message as somebody would read it, and how many parts it takes."""

    language: str
    text: str
    segments: segments.Segments

    @property
    def dear(self) -> str:
        return " ".join(self.segments.costly)

    @property
    def direction(self) -> str:
        return direction(self.language)


def write(wave: Wave, row: Delivery, person: Person, link: str) -> str:
    """The message as it goes out now, in the person's language where we speak it."""
    known = [code for code, _name in settings.LANGUAGES]
    language = nearest(person.language, known, settings.LANGUAGE_CODE)
    return _in(wave, row, language, link)


def samples(wave: Wave, step: str) -> list[Sample]:
    """What designers look at before a mailing starts: each language, with its parts."""
    link = f"{settings.BASE_URL}{SAMPLE_LINK}"
    row = Delivery(wave=wave, step=step)
    texts = {code: _in(wave, row, code, link) for code, _name in settings.LANGUAGES}
    return [Sample(code, text, segments.count(text)) for code, text in texts.items()]


def _in(wave: Wave, row: Delivery, language: str, link: str) -> str:
    activity = wave.activity
    values = {
        "agency": face(wave.agency, language)["name"],
        "survey": activity.public_text("title", language) or activity.name,
        "minutes": activity.minutes,
        "link": link,
        "stop": STOP_WORD[language],
    }
    with translation.override(language):
        # Line breaks in a name begin no second message.
        words = _words(row.step, bool(activity.minutes)) % values
        if _reminds_whoever_answers(wave, row.step):
            done = _("I have answered, or would rather not")
            words = f"{words} {done}: {done_url(row, language)}"
        return " ".join(words.split())


def _reminds_whoever_answers(wave: Wave, step: str) -> bool:
    """A reminder follows, and only they themselves can say that it is not needed."""
    if not wave.activity.anonymous:
        return False
    later = wave.steps[wave.steps.index(step) + 1 :]
    return bool({*later} & {*REMINDERS})


def _words(step: str, has_minutes: bool) -> str:
    if step == Step.THANKS:
        return _(
            "%(agency)s: Thank you for your answers. %(survey)s. Reply %(stop)s to end."
        )
    if step != Step.INVITATION:
        return _(
            "%(agency)s: There is still time to answer. %(survey)s: %(link)s "
            "Your choice. Reply %(stop)s to end."
        )
    if has_minutes:
        return _(
            "%(agency)s asks you: %(survey)s. %(minutes)s min: %(link)s "
            "Your choice. Reply %(stop)s to end."
        )
    return _(
        "%(agency)s asks you: %(survey)s. %(link)s Your choice. Reply %(stop)s to end."
    )
