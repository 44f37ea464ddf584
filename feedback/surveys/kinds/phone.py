import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import Kind, Misfit, XlsType

LONGEST = 40


class Phone(Kind):
    """A number to call, of one country or with + of any, kept as "+12025550123"."""

    code = "phone"
    label = gettext_lazy("phone number")
    about = gettext_lazy("Only where you will call people.")
    template = "phone"
    seconds = 12
    is_contact = True

    def setting_fields(self):
        return {
            "country": forms.CharField(
                label=gettext_lazy("Country of numbers without +"),
                help_text=gettext_lazy("Two letters, such as US or MX."),
                required=False,
                max_length=2,
            )
        }

    def checked_settings(self, cleaned):
        country = cleaned.get("country", "").upper()
        if country and country not in phonenumbers.SUPPORTED_REGIONS:
            text = _("We know no country “%(country)s”. Use its two letters.")
            raise ValidationError({"country": text % {"country": country}})
        return {"country": country} if country not in {"", "US"} else {}

    def taken(self, question, post):
        text = post.get(question["key"], "").replace("\x00", "").strip()
        if not text:
            return {}
        number = _read(text, question["settings"].get("country", "US"))
        if number is None or not phonenumbers.is_valid_number(number):
            raise Misfit(
                _(
                    "Look at the number again. Write it with its area code, and with + "
                    "and the country’s number if it is from abroad."
                ),
                code="not_a_phone",
            )
        style = phonenumbers.PhoneNumberFormat.E164
        value = phonenumbers.format_number(number, style)
        return (
            {"value": f"{value};ext={number.extension}"}
            if number.extension
            else {"value": value}
        )

    def asking_again(self):
        return _("Write a phone number to go on.")

    def as_typed(self, answer):
        return shown(answer["value"]) if answer.get("value") else ""

    def said(self, question, answer, texts):
        return [shown(answer["value"])] if answer.get("value") else []

    def value_meaning(self):
        return _("A phone number: keep it apart from the other answers")

    def xls_type(self, question):
        return XlsType("text", "numbers")

    def reads_xls(self, type, appearance):
        return 2 * (type == "text" and "numbers" in appearance)


def _read(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    if len(text) > LONGEST:
        return None
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def shown(value: str) -> str:
    """The stored number as people write it, with its country so that it always works."""
    number = _read(value, "US")
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style) if number else value
