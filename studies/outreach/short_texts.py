"""The words of a text message: one part where they can, and always how to stop."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from studies.outreach import placeholders, segments
from studies.outreach.letters import (
    Writer,
    done_url,
    nearest,
    short_texts_of,
    spoken_link,
)
from studies.outreach.models import REMINDERS, Delivery, Message, Step, Wave
from studies.people.models import Person
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


@dataclass
class Texter:
    """Writes the text messages of one mailing, in the team's words or else in ours."""

    writer: Writer
    _own: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def wave(self) -> Wave:
        return self.writer.wave

    def message(self, step: str) -> Message | None:
        return self.wave.message(step) if self.wave.pk else None

    def own(self, message: Message) -> dict[str, str]:
        """The team's words by language, read once."""
        if message.pk not in self._own:
            self._own[message.pk] = short_texts_of(message)
        return self._own[message.pk]

    def languages(self, step: str) -> list[str]:
        """Those that we speak, and those in which the team wrote."""
        message = self.message(step)
        theirs = self.own(message) if message else {}
        return list(dict.fromkeys([*_spoken(), *theirs]))

    def language(self, step: str, person: Person) -> str:
        return nearest(person.language, self.languages(step), settings.LANGUAGE_CODE)

    def write(self, row: Delivery, person: Person, link: str) -> str:
        """The message as it goes out now, in the person's language where there is one."""
        return self._in(row, self.language(row.step, person), link)

    def sample(self, step: str, language: str, sent: str | None = None) -> Sample:
        """As it is kept, or with the words that somebody has just sent."""
        link = spoken_link(self.wave, f"{settings.BASE_URL}{SAMPLE_LINK}", language)
        row = Delivery(wave=self.wave, step=step)
        text = self._in(row, language, link, sent)
        return Sample(language, text, segments.count(text))

    def ours(self, step: str, language: str) -> str:
        """Our words, with the names in braces that own words would have."""
        names = {
            name: f"{{{name}}}" for name in ("agency", "survey", "minutes", "link")
        }
        spoken = nearest(language, _spoken(), settings.LANGUAGE_CODE)
        with translation.override(spoken):
            words = _words(step, bool(self.wave.activity.minutes))
            return words % (names | {"stop": STOP_WORD[spoken]})

    def _in(
        self, row: Delivery, language: str, link: str, sent: str | None = None
    ) -> str:
        values = self.writer.values(language) | {"link": link}
        spoken = nearest(language, _spoken(), settings.LANGUAGE_CODE)
        message = self.message(row.step)
        own = self.own(message).get(language, "") if message else ""
        if sent is not None:  # a name that nobody knows is as long as it was written
            own = sent
            values |= {
                n: values.get(n) or f"{{{n}}}" for n in placeholders.used_in(own)
            }
        stop = {"stop": STOP_WORD[spoken]}
        with translation.override(spoken):
            # Words that can't be filled in any more would leave a gap: ours have none.
            if own and all(values.get(name) for name in placeholders.used_in(own)):
                parts = [placeholders.fill(own, values)]
                ends = _("Reply %(stop)s to end.") % stop
            else:
                words = _words(row.step, bool(values["minutes"]))
                parts, ends = [words % (values | stop)], ""
            if _reminds_whoever_answers(self.wave, row.step):
                done = _("I have answered, or would rather not")
                parts.append(f"{done}: {done_url(row, language)}")
        # Line breaks in a name begin no second message.
        return " ".join(" ".join([*parts, ends]).split())


def samples(wave: Wave, step: str, first: str = "") -> list[Sample]:
    """What designers look at before a mailing starts: each language, with its parts."""
    texter = Texter(Writer(wave))
    codes = sorted(texter.languages(step), key=lambda code: code != first)
    return [texter.sample(step, code) for code in codes]


def _spoken() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _reminds_whoever_answers(wave: Wave, step: str) -> bool:
    """A reminder follows, and only they themselves can say that it is not needed."""
    if not wave.activity.anonymous or step not in wave.steps:
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
