import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studies.outreach.models import PANEL_STEPS, Step, Wave

PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")

# What a text may hold in braces, and what it becomes for each person.
KNOWN = {
    "link": gettext_lazy("the person's link to the survey"),
    "survey": gettext_lazy("title of the survey"),
    "minutes": gettext_lazy("minutes it takes"),
    "closes_on": gettext_lazy("day the survey closes"),
    "page": gettext_lazy("link to the study's public page"),
    "tell_by": gettext_lazy("day by which you tell people what changed"),
    "agency": gettext_lazy("name of your agency"),
    "phone": gettext_lazy("help by phone"),
    "done": gettext_lazy("link for “I have answered, or would rather not”"),
    "stop": gettext_lazy("link to stop all messages"),
    "again": gettext_lazy("link to the person's own page"),
    "remove": gettext_lazy("link to erase the address"),
    "how": gettext_lazy("how we got the address"),
}
# Only our own letters hold these.
OF_PANEL = ["again", "remove"]
OURS = [*OF_PANEL, "how"]


def known_for(step: str) -> list[str]:
    if step == Step.SHARE_BACK:
        return ["page", "agency", "phone", "stop"]
    if step in PANEL_STEPS:
        return [*OF_PANEL, "agency", "phone", "stop"]
    if step == Step.ADDED:
        return ["how", "remove", "agency", "phone", "stop"]
    if step == Step.THANKS:
        return ["survey", "page", "tell_by", "agency", "phone", "stop"]
    return [name for name in KNOWN if name not in OURS]


def needed_for(step: str, *, anonymous: bool) -> list[str]:
    """What every text of a step must hold, so that people can act and can stop us."""
    if step == Step.SHARE_BACK:
        return ["page", "stop"]
    if step == Step.ADDED:
        return ["remove", "stop"]
    if step == Step.THANKS:
        return ["stop"]
    if step in PANEL_STEPS:
        return (
            ["again", "remove", "stop"] if step == Step.PANEL_ASK else ["again", "stop"]
        )
    return ["link", "done", "stop"] if anonymous else ["link", "stop"]


def used_in(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def fault(
    text: str, step: str, *, available: Iterable[str], anonymous: bool
) -> str | None:
    """What is wrong with a text's placeholders, in a sentence; None if nothing is."""
    wrong = _unusable(text, step, set(available))
    if wrong:
        return wrong
    for name in needed_for(step, anonymous=anonymous):
        if name not in used_in(text):
            return _(
                "Every message must hold {%(name)s} (%(what)s). Your text is kept: "
                "add it where it fits."
            ) % {"name": name, "what": KNOWN[name]}
    return None


def known_for_text(step: str) -> list[str]:
    """Of a text message; how to stop, and how to say "done", are added by themselves."""
    return [name for name in known_for(step) if name not in ("done", "stop")]


def fault_of_text(text: str, step: str, *, available: Iterable[str]) -> str | None:
    """What is wrong with the words of a text message, in a sentence."""
    used = used_in(text)
    for name in used:
        if name in ("done", "stop"):
            return _(
                "CX Studio adds {%(name)s} at the end of each text message by itself. "
                "Your text is kept. Take it out."
            ) % {"name": name}
    if wrong := _unusable(text, step, set(available)):
        return wrong
    for name in ["agency"] if step == Step.THANKS else ["agency", "link"]:
        if name not in used:
            return _(
                "Every message must hold {%(name)s} (%(what)s). Your text is kept: "
                "add it where it fits."
            ) % {"name": name, "what": KNOWN[name]}
    return None


def fault_of_subject(text: str, step: str, *, available: Iterable[str]) -> str | None:
    return _unusable(text, step, set(available))


def _unusable(text: str, step: str, available: set[str]) -> str | None:
    """A placeholder that nobody knows, or that has nothing to stand for."""
    used = used_in(text)
    for name in used:
        if name not in KNOWN or name not in known_for(step):
            return _(
                "We do not know {%(name)s}. Your text is kept. Use one of the names "
                "listed beside it, or take it out."
            ) % {"name": name}
    for name in used:
        if name not in available:
            return _(
                "There is nothing to put in place of {%(name)s} (%(what)s). Your text "
                "is kept. Take it out, or add what is missing first."
            ) % {"name": name, "what": KNOWN[name]}
    return None


def available_for(wave: Wave) -> set[str]:
    """The placeholders that have something to stand for in this mailing."""
    activity, study = wave.activity, wave.about
    has = {
        "agency": True,
        "stop": True,
        "again": wave.is_panel,
        "remove": wave.is_panel,
        "how": wave.is_panel,
        "phone": wave.agency.contact_phone,
        "page": study is not None,
        "tell_by": activity is not None and activity.round is not None,
        "link": activity is not None,
        "done": activity is not None,
        "survey": activity is not None,
        "minutes": activity is not None and activity.minutes,
        "closes_on": activity is not None and activity.closes_at,
    }
    return {name for name, there in has.items() if there}


def days_of(wave: Wave) -> dict[str, date]:
    """The days that a mailing's words can name."""
    activity, days = wave.activity, {}
    if activity is not None and activity.round is not None:
        days["tell_by"] = activity.round.tell_by
    if activity is not None and activity.closes_at is not None:
        days["closes_on"] = activity.closes_at.astimezone(wave.agency.zone).date()
    return days


def ahead_for(wave: Wave, sent_at: datetime) -> set[str]:
    """What ready words may hold that go out then: they promise no day that is over."""
    sent_on = sent_at.astimezone(wave.agency.zone).date()
    over = {name for name, day in days_of(wave).items() if day < sent_on}
    return available_for(wave) - over
