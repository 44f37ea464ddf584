"""Forms of the team: a session, its times, its seats."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cxstudio.forms import PlainLines
from studies.agencies import time_zones
from studies.planning.models import Round
from studies.sessions import when
from studies.sessions.models import Session
from studies.sessions.models.session import FEWEST_MINUTES, MOST_MINUTES, MOST_SEATS
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.tags import language_name

SPOKEN = (
    *("en", "es", "ar", "zh-hans", "zh-hant", "vi"),
    *("ko", "tl", "ru", "ht", "pt", "fr"),
)
HOUR = re.compile(
    r"(?P<hour>\d{1,2})(:(?P<minute>\d\d))?(\s*(?P<half>[ap])\.?\s*m\.?)?", re.ASCII
)
# So many times in one go are a typing error.
MOST_TIMES = 200


class SessionForm(PlainLines, forms.ModelForm):
    """What is said of a session to whoever may come."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you speak there"), widget=forms.CheckboxSelectMultiple
    )
    amount = forms.DecimalField(
        label=_("Amount in dollars"),
        help_text=_("Each who comes is listed for it, also who stops early."),
        min_value=Decimal("0.01"),
        max_value=Decimal("5000"),
        decimal_places=2,
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the place"))
    call_link = forms.URLField(
        label=_("Link to the call"),
        help_text=_("Told to those alone who have booked."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    class Meta:
        model = Session
        fields = [
            "kind",
            "title",
            "about",
            "draft",
            "moderator",
            "place",
            "call_link",
            "time_zone",
            "languages",
            "has_interpreter",
            "for_whom",
            "minutes",
            "payment",
        ]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "for_whom": _("Who it is for"),
            "payment": _("What people get for coming"),
        }
        help_texts = {
            "title": _("People read it in mails and in their calendar."),
            "place": _("Give a place, a link to a call, or both."),
            "payment": _("A sentence, such as: You get $40, also if you stop early."),
            "for_whom": _("For your team; people do not read it."),
        }

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.round, study = round_, round_.study
        self.fields["minutes"].min_value = FEWEST_MINUTES
        self.fields["minutes"].widget.attrs |= {
            "min": FEWEST_MINUTES,
            "max": MOST_MINUTES,
        }
        self.fields["draft"].queryset = study.drafts.all()
        team = study.agency.members.active().select_related("user")
        self.fields["moderator"].queryset = team
        choices = [(code, capfirst(language_name(code))) for code in SPOKEN]
        self.fields["languages"].choices = choices
        zone = self._zone_before() or study.agency.zone.key
        zones = time_zones.zone_choices(
            zone, study.agency.zone.key, self.instance.time_zone
        )
        self.fields["time_zone"].choices = zones
        self.fields["kind"].choices = Session.Kind.choices
        for name in ("place", "call_link"):  # neither alone is optional
            self.fields[name].one_of_several = True
        for name in ("title", "about"):
            check_while_typing(
                self.fields[name], TextKind.MESSAGE, study.source_language
            )
        if self.instance.pk is None:
            self.initial |= {
                "time_zone": zone,
                "languages": [study.source_language],
                "payment": study.compensation,
            }
        elif self.instance.cents:
            self.initial["amount"] = Decimal(self.instance.cents) / 100

    def _zone_before(self) -> str | None:
        """Of the study's newest session: most are held where the last one was."""
        rows = Session.objects.filter(round__study=self.round.study_id)
        newest = rows.order_by("-created_at", "-pk")
        return newest.values_list("time_zone", flat=True).first()

    def clean_minutes(self):
        minutes = self.cleaned_data["minutes"]
        if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
            raise forms.ValidationError(_("Between 5 minutes and 8 hours."))
        return minutes

    @property
    def said(self) -> dict:
        given = dict(self.cleaned_data)
        amount = given.pop("amount")
        return given | {"cents": int(amount * 100) if amount else None}

    def _post_clean(self):
        """The action checks the row: nothing is changed here."""


class TimesForm(forms.Form):
    """Many times at once: each of these hours on each of these days."""

    first_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"), widget=forms.CheckboxSelectMultiple
    )
    hours = forms.CharField(
        label=_("Times of the day"),
        help_text=_("On the clock of the place, such as: 9:00, 10:30, 14:00"),
        max_length=400,
    )
    capacity = forms.IntegerField(
        label=_("Seats at each time"), min_value=1, max_value=MOST_SEATS, initial=1
    )

    def __init__(self, data=None, *, session: Session):
        super().__init__(data)
        self.session = session
        monday = date(2024, 1, 1)
        self.fields["weekdays"].choices = [
            (str(n), capfirst(when.weekday(monday + timedelta(days=n))))
            for n in range(7)
        ]
        self.initial["weekdays"] = [str(n) for n in range(5)]
        starts = max(timezone.localdate() + timedelta(days=1), session.round.starts_on)
        self.initial |= {"first_on": starts, "last_on": starts + timedelta(days=4)}

    def clean_hours(self):
        words = self.cleaned_data["hours"].replace(";", ",").split(",")
        try:
            return [_hour(word) for word in words if word.strip()]
        except ValueError:
            raise forms.ValidationError(
                _("Write times such as 9:00 or 14:30, with commas between them.")
            ) from None

    def clean(self):
        given = super().clean()
        first, last = given.get("first_on"), given.get("last_on")
        if not (first and last and given.get("hours") and given.get("weekdays")):
            return given
        if last < first:
            self.add_error("last_on", _("The last day is before the first one."))
            return given
        if (last - first).days > 366:
            self.add_error("last_on", _("Choose days within one year."))
            return given
        given["starts"] = list(self._starts(first, last))
        if not given["starts"]:
            self.add_error(None, _("None of these times is still to come."))
        if len(given["starts"]) > MOST_TIMES:
            self.add_error(None, _("These are more than 200 times. Add fewer at once."))
        return given

    def _starts(self, first: date, last: date):
        now, zone = timezone.now(), self.session.zone
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            if str(day.weekday()) not in self.cleaned_data["weekdays"]:
                continue
            for hour in self.cleaned_data["hours"]:
                at: datetime = when.moment(day, hour, zone)
                if at > now:
                    yield at


def _hour(word: str) -> time:
    """Such as 9, 14:30, 3pm, 3:15 p.m.; raises ValueError for what is no hour."""
    found = HOUR.fullmatch(word.strip().lower())
    if found is None:
        raise ValueError(word)
    hour, half = int(found["hour"]), found["half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
    return time(hour, int(found["minute"] or 0))


class SeatsForm(forms.Form):
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)
