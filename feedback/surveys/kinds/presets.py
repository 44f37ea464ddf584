"""Scales that come ready: their points in words, how they look, what sums them up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.surveys.kinds.base import Figure
from studies.disclosure.team import PERCENT_FROM

# A mean of fewer people says more about them than about the service.
MEAN_FROM = 5

Counts = Mapping[str, int]
Points = list[tuple[str, str]]


@dataclass(frozen=True)
class Preset:
    """One ready scale; `share` are the codes whose percentage is its score."""

    label: str
    points: Callable[[], Points]
    is_in_row: bool = False
    sign: str = ""  # decoration that a screen reader does not read
    share: frozenset[str] = frozenset()
    share_label: str = ""


def _agreement() -> Points:
    words = [
        _("Strongly disagree"),
        _("Disagree"),
        _("Neither agree nor disagree"),
        _("Agree"),
        _("Strongly agree"),
    ]
    return [(str(number), word) for number, word in enumerate(words, start=1)]


def _satisfaction() -> Points:
    words = [
        _("Very dissatisfied"),
        _("Dissatisfied"),
        _("Neither satisfied nor dissatisfied"),
        _("Satisfied"),
        _("Very satisfied"),
    ]
    return [(str(number), word) for number, word in enumerate(words, start=1)]


def _effort() -> Points:
    words = [
        _("Strongly disagree"),
        _("Disagree"),
        _("Somewhat disagree"),
        _("Neither agree nor disagree"),
        _("Somewhat agree"),
        _("Agree"),
        _("Strongly agree"),
    ]
    return [(str(number), word) for number, word in enumerate(words, start=1)]


def _likely() -> Points:
    ends = {0: _("0 – Not at all likely"), 10: _("10 – Extremely likely")}
    return [(str(number), ends.get(number, str(number))) for number in range(11)]


def _thumbs() -> Points:
    return [("1", _("Thumbs up")), ("0", _("Thumbs down"))]


def _stars() -> Points:
    return [
        (str(n), ngettext("%(n)d star", "%(n)d stars", n) % {"n": n})
        for n in range(1, 6)
    ]


PRESETS = {
    "likert": Preset(gettext_lazy("Agreement, 1 to 5"), _agreement),
    "csat": Preset(
        gettext_lazy("Satisfaction, 1 to 5 (CSAT)"),
        _satisfaction,
        share=frozenset("45"),
        share_label=gettext_lazy("Satisfied or very satisfied"),
    ),
    "ces": Preset(
        gettext_lazy("“It was easy”, 1 to 7 (CES)"),
        _effort,
        share=frozenset("567"),
        share_label=gettext_lazy("Agreed that it was easy"),
    ),
    "nps": Preset(
        gettext_lazy("How likely to recommend, 0 to 10 (NPS)"),
        _likely,
        is_in_row=True,
    ),
    "stars": Preset(gettext_lazy("Stars, 1 to 5"), _stars, sign="★"),
    "thumbs": Preset(
        gettext_lazy("Thumbs up or down"),
        _thumbs,
        share=frozenset("1"),
        share_label=gettext_lazy("Thumbs up"),
    ),
}


def figures(name: str, counts: Counts) -> list[Figure]:
    """Score and mean of a ready scale, where enough people chose a point on it."""
    points = {int(code): count for code, count in counts.items() if code.isdecimal()}
    n = sum(points.values())
    found = []
    if n >= PERCENT_FROM:
        found += _scores(name, points, n)
    if n >= MEAN_FROM and name != "thumbs":
        mean = sum(point * count for point, count in points.items()) / n
        found.append(
            Figure(
                "mean", _("Mean"), number_format(round(mean, 1), 1, use_l10n=True), n
            )
        )
    return found


def _scores(name: str, points: Mapping[int, int], n: int) -> list[Figure]:
    if name == "nps":
        good = sum(count for point, count in points.items() if point >= 9)
        bad = sum(count for point, count in points.items() if point <= 6)
        score = round(100 * good / n) - round(100 * bad / n)
        label = _("Net promoter score: 9 and 10, less 0 to 6")
        return [Figure("nps", label, f"{score:+d}", n)]
    preset = PRESETS[name]
    if not preset.share:
        return []
    picked = sum(count for point, count in points.items() if str(point) in preset.share)
    value = f"{round(100 * picked / n)}%"
    return [Figure("share", str(preset.share_label), value, n)]
