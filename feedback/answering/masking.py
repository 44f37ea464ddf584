"""Hide contact data and identity numbers in people's own words before anyone reads.

The second line: `leaving_out` keeps most of them from being stored at all. This one also
hides long numbers of no known shape, such as case numbers.
"""

import re

from django.utils.translation import gettext as _

EMAIL = re.compile(r"[\w.+-]+[@\uff20][\w-]+(?:\.[\w-]+)+")
# Seven digits or more with what people write between them: phone numbers, Social
# Security, case and card numbers. \d knows the digits of every script.
NUMBER = re.compile(
    r"(?<![\d.,$€])\+?\(?\d(?:[\s().\u2010-\u2015\uff0d-]{0,3}\d){6,}[Xx]?"
)
# Days are what many answers are about; "2027-04-30" and "30.04.2027" stay.
DATE = re.compile(r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4}")


def mask(text: str) -> str:
    """The text with e-mail addresses and long numbers replaced by a word in brackets.

    Dates, years and amounts of money stay. It can miss a name: nothing here knows
    names.
    """
    text = EMAIL.sub(f"[{_('e-mail hidden')}]", text)
    hidden = f"[{_('number hidden')}]"
    return NUMBER.sub(lambda m: m[0] if DATE.fullmatch(m[0]) else hidden, text)
