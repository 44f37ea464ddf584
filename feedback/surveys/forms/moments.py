from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studies.agencies.models import Agency

WRITTEN = "%Y-%m-%dT%H:%M"


class MomentField(forms.Field):
    """A day and an hour on the agency's clock, kept right when clocks change.

    An hour that the clocks skip is refused in words. One that comes twice means the
    first, unless it is the moment that was there: what nobody touched stays as it was.
    """

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "class": "usa-input--short"}, format=WRITTEN
    )
    default_error_messages = {
        "unreadable": gettext_lazy(
            "Write the day and the hour like 2027-04-09T09:00, or leave it empty."
        )
    }
    zone: ZoneInfo | None = None
    present: datetime | None = None

    def mean(self, agency: Agency, present: datetime | None) -> None:
        """Read and show hours on this agency's clock; `present` is what is saved."""
        self.zone, self.present = agency.zone, present
        words = {"place": agency.zone_place, "zone": agency.zone.key}
        named = _("On the clocks in %(place)s (%(zone)s).")
        if words["place"] == words["zone"]:
            named = _("On the clocks in %(place)s.")
        self.help_text = named % words

    def prepare_value(self, value):
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            written = datetime.fromisoformat(str(value).strip())
        except ValueError:
            written = None
        if written is None or written.tzinfo is not None:
            message = self.error_messages["unreadable"]
            raise forms.ValidationError(message, code="unreadable")
        return self._meant(written)

    def _meant(self, written: datetime) -> datetime:
        shown = self.prepare_value(self.present)
        if shown and shown.replace(second=0, microsecond=0, fold=0) == written:
            return self.present
        local = written.replace(tzinfo=self.zone)
        if is_skipped(local):
            text = _(
                "The clocks skip this hour: they go forward on that day. Choose an "
                "hour before or after."
            )
            raise forms.ValidationError(text, code="skipped")
        return local.astimezone(UTC)


def is_skipped(local: datetime) -> bool:
    """Whether no clock in its zone ever shows this hour."""
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    return (
        there_and_back.replace(tzinfo=None) - local.replace(tzinfo=None) != timedelta()
    )
