import calendar
import datetime
from collections.abc import Mapping

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from feedback.surveys.kinds.base import Filled, Kind, Misfit, Printed, XlsType
from feedback.surveys.kinds.digits import plain_digits

PARTS = ("month", "day", "year")
# How the parts follow each other, where it is not day, month, year.
ORDERS = {
    "en": ("month", "day", "year"),
    "zh": ("year", "month", "day"),
    "ja": ("year", "month", "day"),
    "ko": ("year", "month", "day"),
}
BOXES = {"month": 2, "day": 2, "year": 4}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Date(Kind):
    """A day that people know by heart, in three fields: no calendar to page through."""

    code = "date"
    label = gettext_lazy("date")
    about = gettext_lazy("People write a month, a day and a year.")
    template = "date"
    seconds = 12
    says_in_our_words = True

    def setting_fields(self):
        picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return {
            "earliest": forms.DateField(
                label=gettext_lazy("Earliest day"), required=False, widget=picker
            ),
            "latest": forms.DateField(
                label=gettext_lazy("Latest day"), required=False, widget=picker
            ),
            "not_future": forms.BooleanField(
                label=gettext_lazy("Not later than the day of the answer"),
                required=False,
            ),
        }

    def checked_settings(self, cleaned):
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if earliest and latest and earliest > latest:
            raise forms.ValidationError(
                {"latest": _("The latest day is before the earliest one.")}
            )
        kept = super().checked_settings(cleaned)
        return {
            name: said.isoformat() if isinstance(said, datetime.date) else said
            for name, said in kept.items()
        }

    def taken(self, question, post):
        key = question["key"]
        parts = {
            part: plain_digits(post.get(f"{key}-{part}", "").strip()) for part in PARTS
        }
        if not any(parts.values()):
            return {}
        empty = [part for part in self.order() if not parts[part]]
        if empty:
            raise Misfit(_incomplete(empty), code="incomplete")
        day = _day({part: _number(part, text) for part, text in parts.items()})
        _check(day, question["settings"])
        return {"value": day.isoformat()}

    def order(self, language: str = "") -> tuple[str, ...]:
        """How the parts follow each other, in the active language where none is told."""
        language = (language or get_language() or "en").split("-")[0]
        return ORDERS.get(language, ("day", "month", "year"))

    def asking_again(self):
        return _("Fill in the month, the day and the year to go on.")

    def drawing(self, question, texts, slot):
        months = [
            {"value": str(number), "name": name, "picked": slot(f"month:{number}")}
            for number, name in MONTHS.items()
        ]
        return {
            "order": self.order(),
            "months": months,
            "day": slot("day"),
            "year": slot("year"),
        }

    def filled(self, question, answer, post):
        ways = super().filled(question, answer, post).checked
        key = question["key"]
        if post is not None:
            typed = {part: post.get(f"{key}-{part}", "") for part in PARTS}
        elif answer.get("value"):
            year, month, day = answer["value"].split("-")
            typed = {"month": str(int(month)), "day": str(int(day)), "year": year}
        else:
            typed = {}
        month = plain_digits(typed.get("month", "")).strip().lstrip("0")
        return Filled(ways, typed | {f"month:{month}": " selected"})

    def first_field(self, question):
        return f"{question['key']}_{self.order()[0]}"

    def printed(self, question, texts):
        names = {"month": _("Month"), "day": _("Day"), "year": _("Year")}
        boxes = tuple((names[part], BOXES[part]) for part in self.order())
        return Printed("boxes", self.printed_ways(question), boxes=boxes)

    def value_meaning(self):
        return _("A day, as year-month-day")

    def said(self, question, answer, texts):
        if not answer.get("value"):
            return []
        day = datetime.date.fromisoformat(answer["value"])
        return [date_format(day, "DATE_FORMAT")]

    def xls_type(self, question):
        settings = question["settings"]
        bounds = [("earliest", ">="), ("latest", "<=")]
        parts = [
            f". {sign} date('{settings[b]}')" for b, sign in bounds if b in settings
        ]
        if settings.get("not_future"):
            parts.append(". <= today()")
        return XlsType("date", constraint=" and ".join(parts))

    def reads_xls(self, type, appearance):
        return int(type == "date")


def _incomplete(empty: list[str]) -> str:
    names = {"month": _("the month"), "day": _("the day"), "year": _("the year")}
    if len(empty) == 1:
        text = _("Part of the date is missing. Add %(part)s, or clear the other two.")
        return text % {"part": names[empty[0]]}
    text = _(
        "Part of the date is missing. Add %(first)s and %(second)s, or clear the rest."
    )
    return text % {"first": names[empty[0]], "second": names[empty[1]]}


def _number(part: str, text: str) -> int:
    if part == "year" and text.isdecimal() and len(text) != 4:
        raise Misfit(_("Write the year with four digits, such as 1985."), code="year")
    if not text.isdecimal() or len(text) > 4:
        raise Misfit(
            _("Write the day and the year in digits, such as 28 and 1985."),
            code="not_digits",
        )
    return int(text)


def _day(parts: Mapping[str, int]) -> datetime.date:
    year, month, day = parts["year"], parts["month"], parts["day"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        text = _("Look at the year again: it can be from %(first)s to %(last)s.")
        raise Misfit(text % {"first": FIRST_YEAR, "last": LAST_YEAR}, code="year")
    if not 1 <= month <= 12:
        raise Misfit(_("Look at the month again: there are 12."), code="month")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        text = _("There is no day %(day)s in %(month)s %(year)s. It has %(days)s days.")
        said = {"day": day, "month": MONTHS[month], "year": year, "days": days}
        raise Misfit(text % said, code="no_such_day")
    return datetime.date(year, month, day)


def _check(day: datetime.date, settings: Mapping) -> None:
    earliest, latest = settings.get("earliest"), settings.get("latest")
    if earliest and day.isoformat() < earliest:
        text = _("Give %(day)s or a later day.")
        raise Misfit(text % {"day": _shown(earliest)}, code="too_early")
    if latest and day.isoformat() > latest:
        text = _("Give %(day)s or an earlier day.")
        raise Misfit(text % {"day": _shown(latest)}, code="too_late")
    # A day of grace: where the person is, tomorrow may have begun.
    today = timezone.localdate() + datetime.timedelta(days=1)
    if settings.get("not_future") and day > today:
        raise Misfit(_("This day is still to come. Look at it again."), code="future")


def _shown(day: str) -> str:
    return date_format(datetime.date.fromisoformat(day), "DATE_FORMAT")
