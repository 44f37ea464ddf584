from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds import digits
from feedback.surveys.kinds.base import Figure, Kind, Misfit, XlsType
from feedback.surveys.kinds.presets import MEAN_FROM

# More different values than this are shown in equal steps instead of one by one.
MOST_BARS = 8


class Number(Kind):
    """A whole or decimal number, between two bounds where the designer sets them."""

    code = "number"
    label = gettext_lazy("number")
    about = gettext_lazy("People write a number in digits.")
    template = "number"
    seconds = 10
    is_numeric = True

    def setting_fields(self):
        limit = 10 ** (digits.MOST_DIGITS - 1)
        bound = {"required": False, "min_value": -limit, "max_value": limit}
        return {
            "decimals": forms.BooleanField(
                label=gettext_lazy("Parts of a whole, such as 2.5"), required=False
            ),
            "least": forms.DecimalField(
                label=gettext_lazy("Smallest number"), decimal_places=6, **bound
            ),
            "most": forms.DecimalField(
                label=gettext_lazy("Largest number"), decimal_places=6, **bound
            ),
        }

    def checked_settings(self, cleaned):
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            raise forms.ValidationError(
                {"most": _("The largest number is smaller than the smallest one.")}
            )
        bounds = {"least": least, "most": most}
        written = {
            name: digits.canonical(bound)
            for name, bound in bounds.items()
            if bound is not None
        }
        return ({"decimals": True} if cleaned.get("decimals") else {}) | written

    def taken(self, question, post):
        text = post.get(question["key"], "").replace("\x00", "").strip()
        if not text:
            return {}
        settings = question["settings"]
        number = self._read(text, is_whole=not settings.get("decimals"))
        _check(number, settings)
        return {"value": digits.canonical(number)}

    def _read(self, text: str, *, is_whole: bool) -> Decimal:
        has_point = get_format("DECIMAL_SEPARATOR") == "."
        try:
            if len(text) > 60:
                raise digits.NotANumber
            return digits.read_number(
                text, is_whole=is_whole, has_decimal_point=has_point
            )
        except digits.TwoReadings as error:
            raise Misfit(
                _(
                    "We can read this number in two ways. Write it without a sign "
                    "between the thousands, such as 1234."
                ),
                code="two_readings",
            ) from error
        except digits.NotANumber as error:
            raise Misfit(
                _("Write your answer as a number in digits, such as 12."),
                code="not_a_number",
            ) from error

    def asking_again(self):
        return _("Write a number to go on.")

    def drawing(self, question, texts, slot):
        is_whole = not question["settings"].get("decimals")
        least = Decimal(question["settings"].get("least", "-1"))
        # Some phones show no minus sign on their number keys.
        mode = "text" if least < 0 and "least" in question["settings"] else "decimal"
        return {
            "typed": slot("typed"),
            "inputmode": "numeric" if is_whole and mode != "text" else mode,
        }

    def as_typed(self, answer):
        return typed(answer["value"]) if answer.get("value") else ""

    def counted(self, question, answer):
        return [answer["value"]] if answer.get("value") else []

    def figures(self, counts, settings):
        values = sorted(_values(counts).items())
        n = sum(count for _value, count in values)
        if n < MEAN_FROM:
            return []
        mean = sum(value * count for value, count in values) / n
        named = [
            ("mean", _("Mean"), round(mean, 2)),
            ("median", _("Middle"), _median(values, n)),
            ("least", _("Smallest"), values[0][0]),
            ("most", _("Largest"), values[-1][0]),
        ]
        return [
            Figure(name, label, localized(digits.canonical(value)), n)
            for name, label, value in named
        ]

    def bins(self, counts):
        """Every value while they are few, else equal steps from smallest to largest."""
        values = sorted(_values(counts).items())
        if len(values) <= MOST_BARS:
            return [
                (localized(digits.canonical(value)), count) for value, count in values
            ]
        return _steps(values)

    def said(self, question, answer, texts):
        return [localized(answer["value"])] if answer.get("value") else []

    def xls_type(self, question):
        settings = question["settings"]
        bounds = [("least", ">="), ("most", "<=")]
        parts = [f". {sign} {settings[b]}" for b, sign in bounds if b in settings]
        type = "decimal" if settings.get("decimals") else "integer"
        return XlsType(type, constraint=" and ".join(parts))

    def reads_xls(self, type, appearance):
        return int(type in {"integer", "decimal", "int"})


def localized(value: str) -> str:
    """A stored number as the active language writes it; too long, it stays plain."""
    return number_format(Decimal(value), use_l10n=True)


def typed(value: str) -> str:
    """A stored number as it can be typed and read again.

    Three digits behind a comma may be thousands; a zero more says that they are not.
    """
    text = localized(value)
    looks_grouped = digits.GROUPED.fullmatch(text.lstrip("-"))
    has_point = get_format("DECIMAL_SEPARATOR") == "."
    return f"{text}0" if "." in value and looks_grouped and not has_point else text


def _check(number: Decimal, settings: Mapping) -> None:
    exponent = -number.normalize().as_tuple().exponent
    if not settings.get("decimals") and exponent > 0:
        raise Misfit(
            _("Write a whole number, with nothing behind the point."), code="not_whole"
        )
    too_long = abs(number) >= 10**digits.MOST_DIGITS or exponent > digits.MOST_DECIMALS
    if too_long:
        raise Misfit(
            _("This number has too many digits. Look at it again."),
            code="too_many_digits",
        )
    if "least" in settings and number < Decimal(settings["least"]):
        text = _("Write %(least)s or a larger number.")
        raise Misfit(text % {"least": localized(settings["least"])}, code="too_small")
    if "most" in settings and number > Decimal(settings["most"]):
        text = _("Write %(most)s or a smaller number.")
        raise Misfit(text % {"most": localized(settings["most"])}, code="too_large")


def _values(counts: Mapping[str, int]) -> dict[Decimal, int]:
    return {
        Decimal(code): count
        for code, count in counts.items()
        if not code.startswith("_") and count
    }


def _median(values: list[tuple[Decimal, int]], n: int) -> Decimal:
    """The middle one, or the mean of the two in the middle."""
    lower, upper = (n - 1) // 2, n // 2
    found, seen = [], 0
    for value, count in values:
        found += [value for place in (lower, upper) if seen <= place < seen + count]
        seen += count
    return sum(found) / 2


def _steps(values: list[tuple[Decimal, int]]) -> list[tuple[str, int]]:
    low, high = values[0][0], values[-1][0]
    step = _round_step((high - low) / (MOST_BARS - 1))
    start = low // step * step
    if start > low:  # Decimal divides toward zero
        start -= step
    counts: dict[int, int] = {}
    for value, count in values:
        place = int((value - start) // step)
        counts[place] = counts.get(place, 0) + count
    return [
        (_between(start + place * step, step), counts.get(place, 0))
        for place in range(max(counts) + 1)
    ]


def _round_step(raw: Decimal) -> Decimal:
    """The next 1, 2, 5 or 10 times a power of ten, so that bars begin at round ends."""
    power = Decimal(10) ** raw.adjusted()
    return next(power * times for times in (1, 2, 5, 10) if power * times >= raw)


def _between(start: Decimal, step: Decimal) -> str:
    ends = {
        "low": localized(digits.canonical(start)),
        "high": localized(digits.canonical(start + step)),
    }
    return _("%(low)s to less than %(high)s") % ends
