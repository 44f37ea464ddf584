from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.people.models import ConsentVersion
from studies.planning.models import Activity, Round, Segment, Study
from studies.wording.tags import language_name

# A round qualifies with this many different people at level 2 or above (domain rule;
# agencies may set their own later).
QUALIFYING_PEOPLE = 5


@dataclass(frozen=True)
class Line:
    """One line of a checklist, computed from data; nobody ticks it by hand.

    A `stop` that is not met refuses the action; any other line is only shown. `todo`
    says what mends it, at `url`.
    """

    text: str
    met: bool
    stop: bool
    url: str
    todo: str


def unmet_stops(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.stop and not line.met]


def to_start(study: Study) -> list[Line]:
    """What protects people before anything counts: goals, whom, groups, keeping."""
    plan = reverse("study-plan", args=[study.slug])
    claims = [
        (_("The study has a goal"), bool(study.goals), "goal_1", _("write a goal")),
        (
            _("The plan says whom the service is for"),
            bool(study.population.strip()),
            "population",
            _("say whom the service is for"),
        ),
        (
            _("The plan names people we must hear"),
            study.segments.filter(must_hear=True).exists(),
            "groups",
            _("name the people you must hear"),
        ),
        (
            _("The plan says how long answers are kept"),
            study.retention_months > 0,
            "retention_months",
            _("say how long answers are kept"),
        ),
    ]
    lines = [
        Line(text, met, True, f"{plan}#id_{field}", todo)
        for text, met, field, todo in claims
    ]
    return [*lines, _consent(study, stop=True)]


def _consent(study: Study, *, stop: bool) -> Line:
    """Whether people who are asked can read what they agree to."""
    is_out = ConsentVersion.objects.filter(text__study=study).exists()
    words = _("People read what they agree to")
    return Line(
        words if is_out else _("No words are published that people agree to."),
        is_out,
        stop,
        reverse("study-consent", args=[study.slug]),
        _("publish what people agree to"),
    )


def to_field(round_: Round, activities: Iterable[Activity]) -> list[Line]:
    """Before the first people of a round are asked: were the questions tried on some?

    Never a stop: what protects people was asked for when the study started, and one
    that ran before there were consent texts runs on. What counts as tried is stamped
    on each activity by the room that holds its answers, marked and never counted.
    """
    url = reverse("study-board", args=[round_.study.slug]) + f"#round-{round_.number}"
    lines = [
        _piloted(activity, round_.study.source_language, url)
        for activity in activities
        if activity.kind == Activity.Kind.SURVEY
    ]
    if lines and round_.study.counts:
        lines.insert(0, _consent(round_.study, stop=False))
    return lines


def _piloted(activity: Activity, source_language: str, url: str) -> Line:
    spoken = activity.languages_ready or [source_language]
    untried = activity.untried(spoken)
    words = {
        "name": activity.name,
        "n": Activity.PILOTS_NEEDED,
        "languages": ", ".join(str(language_name(code)) for code in untried),
    }
    if not untried:
        text = _("Pilot people tried “%(name)s” in each of its languages.")
        return Line(text % words, True, False, url, "")
    text = _("Fewer than %(n)d pilot people have tried “%(name)s” in %(languages)s.")
    return Line(
        text % words, False, False, url, _("try the questions with 2 or 3 people")
    )


def to_close_field(
    round_: Round,
    *,
    talked: int,
    unheard: Sequence[Segment],
    waiting: int | None,
    waiting_url: str,
) -> list[Line]:
    """Before a round stops asking: whom it did not reach, and who waits for help.

    Never a stop. `talked` people at level 2 or above, and the groups of whom nobody was
    `unheard`, are the summary's. `waiting` is how many people may need help and were not
    looked at, counted by the room that holds their answers; None for a reader who may
    not know it.
    """
    lines = [_enough_people(round_, talked), _each_group(round_, unheard)]
    told = reverse("share-backs", args=[round_.study.slug, round_.number])
    is_written = bool(round_.not_heard.strip())
    text = _("It is written who we did not hear from.")
    if not is_written:
        text = _("Nobody has written who we did not hear from.")
    lines.append(
        Line(text, is_written, False, f"{told}#not-heard-heading", _("write it"))
    )
    if waiting is not None:
        lines.append(_looked_at(waiting, waiting_url))
    return lines


def _enough_people(round_: Round, talked: int) -> Line:
    words = {"n": talked, "needed": QUALIFYING_PEOPLE}
    text = ngettext(
        "Talked to %(n)d person. The plan is %(needed)d or more.",
        "Talked to %(n)d people. The plan is %(needed)d or more.",
        talked,
    )
    url = reverse("conversation-new", args=[round_.study.slug, round_.number])
    is_met = talked >= QUALIFYING_PEOPLE
    return Line(text % words, is_met, False, url, _("log a conversation"))


def _each_group(round_: Round, unheard: Sequence[Segment]) -> Line:
    url = reverse("study-board", args=[round_.study.slug]) + "#groups-heading"
    if not unheard:
        text = _("Talked to somebody of each group that we must hear.")
        return Line(text, True, False, url, "")
    names = "; ".join(group.name for group in unheard)
    text = _("Talked to nobody of: %(groups)s.") % {"groups": names}
    return Line(text, False, False, url, _("see the groups"))


def _looked_at(waiting: int, url: str) -> Line:
    if not waiting:
        text = _("Nobody who may need help waits for us to look.")
        return Line(text, True, False, url, "")
    text = ngettext(
        "%(n)d person may need help, and nobody has said what was done.",
        "%(n)d people may need help, and nobody has said what was done.",
        waiting,
    )
    return Line(text % {"n": waiting}, False, False, url, _("look now"))
