import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import Kind, Misfit, Printed, XlsType
from feedback.surveys.kinds.digits import plain_digits

LONGEST = 12
# What a country's codes look like once written without spaces, and an example.
COUNTRIES = {
    "US": (re.compile(r"\d{5}(?:-?\d{4})?"), "85004"),
    "CA": (re.compile(r"[A-Z]\d[A-Z]\d[A-Z]\d"), "K1A 0B1"),
    "GB": (re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"), "SW1A 1AA"),
    "MX": (re.compile(r"\d{5}"), "06000"),
    "ES": (re.compile(r"\d{5}"), "28013"),
    "FR": (re.compile(r"\d{5}"), "75001"),
    "DE": (re.compile(r"\d{5}"), "10115"),
}
FREE = "free"
NAMES = {
    "US": gettext_lazy("United States (ZIP code)"),
    "CA": gettext_lazy("Canada"),
    "GB": gettext_lazy("United Kingdom"),
    "MX": gettext_lazy("Mexico"),
    "ES": gettext_lazy("Spain"),
    "FR": gettext_lazy("France"),
    "DE": gettext_lazy("Germany"),
    FREE: gettext_lazy("Any other country"),
}


class PostalCode(Kind):
    """A postal code of one country; nine digits of a ZIP code only where asked for."""

    code = "postal_code"
    label = gettext_lazy("postal code")
    about = gettext_lazy("People write their ZIP or postal code.")
    template = "postal_code"
    seconds = 6

    def setting_fields(self):
        return {
            "country": forms.ChoiceField(
                label=gettext_lazy("Country"),
                choices=list(NAMES.items()),
                required=False,
            ),
            "four_more": forms.BooleanField(
                label=gettext_lazy("Keep all nine digits of a ZIP code"),
                help_text=gettext_lazy(
                    "Nine digits can point to one house. Without this we keep five."
                ),
                required=False,
            ),
        }

    def checked_settings(self, cleaned):
        country = cleaned.get("country") or "US"
        kept = {"country": country} if country != "US" else {}
        if cleaned.get("four_more") and country == "US":
            kept["four_more"] = True
        return kept

    def taken(self, question, post):
        text = post.get(question["key"], "").replace("\x00", "")
        text = " ".join(plain_digits(text).upper().split())
        if not text:
            return {}
        country = _country(question)
        if country == FREE:
            return {"value": _free(text)}
        pattern, example = COUNTRIES[country]
        joined = text.replace(" ", "").replace("\u2013", "-")
        if not pattern.fullmatch(joined):
            said = _("Write a postal code such as %(example)s.")
            raise Misfit(said % {"example": example}, code="not_a_postal_code")
        return {"value": _written(joined, country, question["settings"])}

    def asking_again(self):
        return _("Write your postal code to go on.")

    def drawing(self, question, texts, slot):
        is_digits = _country(question) in {"US", "MX", "ES", "FR", "DE"}
        return super().drawing(question, texts, slot) | {
            "inputmode": "numeric" if is_digits else "text"
        }

    def printed(self, question, texts):
        if _country(question) != "US":
            return super().printed(question, texts)
        number = 9 if question["settings"].get("four_more") else 5
        boxes = ((_("ZIP code"), number),)
        return Printed("boxes", self.printed_ways(question), boxes=boxes)

    def xls_type(self, question):
        return XlsType("text", "postal")

    def reads_xls(self, type, appearance):
        return 2 * (type == "text" and "postal" in appearance)


def _country(question) -> str:
    return question["settings"].get("country", "US")


def _free(text: str) -> str:
    is_code = re.fullmatch(r"[\w][\w -]*", text) and any(c.isdigit() for c in text)
    if len(text) > LONGEST or not is_code:
        raise Misfit(
            _("A postal code has a few letters and digits. Look at it again."),
            code="not_a_postal_code",
        )
    return text


def _written(joined: str, country: str, settings) -> str:
    """As the country writes it."""
    if country == "US":
        digits = joined.replace("-", "")
        has_nine = len(digits) == 9 and settings.get("four_more")
        return f"{digits[:5]}-{digits[5:]}" if has_nine else digits[:5]
    return f"{joined[:-3]} {joined[-3:]}" if country in {"CA", "GB"} else joined
