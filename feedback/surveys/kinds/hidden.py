import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import Answer, Compiled, Kind, Printed, XlsType

LONGEST = 40
MOST_VALUES = 100
# "lang" chooses the language of the page, and the rest are names of our own.
TAKEN_NAMES = frozenset(["lang", "lost", "attempt", "language", "go", "from"])
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
VALUE = re.compile(r"[\w][\w .-]{0,39}")
# As many digits as a phone, case or identity number has; no campaign needs them.
LONG_NUMBER = re.compile(r"(?:\d[ .-]?){7,}")


class Hidden(Kind):
    """A word that the link brings along, such as where the poster hung.

    Only a name that the designer declared is read, and nothing that looks like a person
    is kept: such a value is dropped in silence, because nobody typed it.
    """

    code = "hidden"
    label = gettext_lazy("value from the link")
    about = gettext_lazy("Kept from the web address; people see no question.")
    template = "statement"
    seconds = 0
    is_on_page = False
    checks_answers = False
    offers_ways_out = False

    def setting_fields(self):
        return {
            "parameter": forms.CharField(
                label=gettext_lazy("Name in the link"),
                help_text=gettext_lazy("“place” is read from …?place=library"),
                required=False,
                max_length=40,
            ),
            "values": forms.CharField(
                label=gettext_lazy("Values that are kept, one on each line"),
                help_text=gettext_lazy(
                    "An anonymous survey needs this list, so that no link can name "
                    "one person."
                ),
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4}),
            ),
        }

    def checked_settings(self, cleaned):
        name = cleaned.get("parameter", "").strip().lower()
        if not NAME.fullmatch(name) or name in TAKEN_NAMES:
            text = _("Use a short name of small letters, such as place.")
            raise ValidationError({"parameter": text})
        values = cleaned.get("values", "").splitlines()
        values = list(dict.fromkeys(v.strip() for v in values if v.strip()))
        wrong = next((value for value in values if not is_harmless(value)), None)
        if wrong is not None:
            text = _("“%(value)s” can’t be kept: use up to 40 letters and digits.")
            raise ValidationError({"values": text % {"value": wrong[:60]}})
        if len(values) > MOST_VALUES:
            text = _("List 100 values or fewer.")
            raise ValidationError({"values": text})
        return {"parameter": name} | ({"values": values} if values else {})

    def taken(self, question, post):
        return {}  # only the link brings it, never a form

    def ways_taken(self, question, post):
        return []

    def from_link(self, question: Compiled, given: Mapping[str, str]) -> Answer:
        """The value that a link brought, where it may be kept."""
        settings = question["settings"]
        value = given.get(settings.get("parameter", ""), "").strip()
        listed = settings.get("values")
        may_stay = value in listed if listed else is_harmless(value)
        return {"value": value} if may_stay else {}

    def counted(self, question, answer):
        value = answer.get("value")
        if not value:
            return []
        return (
            [value] if value in question["settings"].get("values", []) else ["_value"]
        )

    def bins(self, counts):
        return sorted(
            (code, count) for code, count in counts.items() if not code.startswith("_")
        )

    def printed(self, question, texts):
        return Printed("words")

    def value_meaning(self):
        return _("What the link brought along")

    def xls_type(self, question):
        return XlsType("hidden")

    def reads_xls(self, type, appearance):
        return int(type == "hidden")


def is_harmless(value: str) -> bool:
    """Whether a value can stand for a place or a campaign, and not for a person."""
    return bool(VALUE.fullmatch(value)) and not LONG_NUMBER.search(value)
