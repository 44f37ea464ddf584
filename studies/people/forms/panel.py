from datetime import date, datetime

from django import forms
from django.conf import settings
from django.utils import formats
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from studies.agencies.time_zones import clock_choices
from studies.people.models import Channel, PanelMember
from studies.people.models.panel import BY_NUMBER, months_from
from studies.people.panel import Wishes
from studies.people.vault import textable
from studies.wording.tags import direction, language_name

BREAKS, KEEP = (1, 3, 6), "keep"
# Digits of a phone number that can be called, with or without its country.
FEWEST, MOST = 7, 15


class WishesForm(forms.Form):
    """How somebody wants to be asked, on their own page."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How may we ask you?"),
        choices=[
            (Channel.EMAIL, gettext_lazy("By e-mail")),
            (Channel.PHONE, gettext_lazy("By phone")),
            (Channel.SMS, gettext_lazy("By text message")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "Choose at least one way. To hear nothing more, use “Leave” below."
            )
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy("Only where you want to be called, or to get texts."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our messages"), widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Where is your clock?"),
        help_text=gettext_lazy(
            "We write to you by day there, never at night. Is your place not on the "
            "list? Choose one where it is the same time now."
        ),
        required=False,
    )
    pause = forms.ChoiceField(
        label=gettext_lazy("Do you want a break?"), widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, member: PanelMember, now: datetime):
        super().__init__(data)
        self.member, person = member, member.person
        self.today = now.astimezone(member.agency.zone).date()
        self.fields["time_zone"].choices = clock_choices(
            member.agency.zone, person.time_zone, now
        )
        self.fields["language"].choices = _languages(person.language)
        self.fields["pause"].choices = self._breaks()
        ways = self.fields["channels"]
        if settings.CHANNELS["sms"] or Channel.SMS in member.channels:
            ways.help_text = _("Who chooses e-mail gets e-mail, and no texts.")
        else:
            ways.choices = [way for way in ways.choices if way[0] != Channel.SMS]
        paused = member.is_paused(self.today)
        self.initial = {
            "channels": member.channels,
            "phone": person.phone,
            "language": person.language,
            "time_zone": person.time_zone,
            "pause": KEEP if paused else "0",
        }

    def _breaks(self) -> list[tuple[str, str]]:
        breaks = [("0", _("No break"))]
        if self.member.is_paused(self.today):
            day = formats.date_format(self.member.paused_until, "DATE_FORMAT")
            breaks.append((KEEP, _("Until %(day)s, as you said") % {"day": day}))
        for n in BREAKS:
            text = ngettext("For %(n)d month", "For %(n)d months", n) % {"n": n}
            breaks.append((str(n), text))
        return breaks

    def clean(self):
        values = super().clean()
        phone = values.get("phone", "")
        digits = sum(character.isdigit() for character in phone)
        ways = values.get("channels", [])
        if not BY_NUMBER.intersection(ways):
            values["phone"] = ""
        elif Channel.SMS in ways and not textable(phone):
            self.add_error(
                "phone", _("To get texts, write your whole number with its area code.")
            )
        elif not FEWEST <= digits <= MOST:
            self.add_error(
                "phone", _("To be called, write your number with its area code.")
            )
        return values

    def wishes(self) -> Wishes:
        values = self.cleaned_data
        return Wishes(
            language=values["language"],
            channels=values["channels"],
            phone=values["phone"],
            paused_until=self._until(values["pause"]),
            time_zone=values["time_zone"],
        )

    def _until(self, pause: str) -> date | None:
        if pause == KEEP:
            return self.member.paused_until
        return months_from(self.today, int(pause)) if int(pause) else None


def _languages(theirs: str) -> list[tuple[str, str]]:
    """Each in its own words, so that whoever needs it can find it."""
    names = {
        code: capfirst(get_language_info(code)["name_local"])
        for code, _name in settings.LANGUAGES
    }
    names.setdefault(theirs, language_name(theirs))
    return [
        (
            code,
            format_html(
                '<bdi lang="{}" dir="{}">{}</bdi>', code, direction(code), name
            ),
        )
        for code, name in names.items()
    ]


class FindMemberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Find one person"),
        max_length=20,
        help_text=gettext_lazy("By the number that stands for them, such as A-012."),
        widget=forms.TextInput(attrs={"class": "usa-input--short"}),
    )

    def clean_number(self):
        digits = "".join(c for c in self.cleaned_data["number"] if c.isdecimal())
        if not digits or len(digits) > 9:
            raise forms.ValidationError(_("Write a number such as A-012."))
        return int(digits)
