import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import Kind, Misfit, XlsType

LONGEST = 254
# Keyboards of some languages write "＠" and "．"; the address means "@" and ".".
FULL_WIDTH = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}


class Email(Kind):
    """An address to write to, kept as it was typed but for the domain in small letters."""

    code = "email"
    label = gettext_lazy("e-mail address")
    about = gettext_lazy("Only where you will write to people.")
    template = "email"
    seconds = 15
    is_contact = True

    def taken(self, question, post):
        text = _plain(post.get(question["key"], ""))
        if not text:
            return {}
        try:
            if len(text) > LONGEST:
                raise ValidationError("")
            EmailValidator()(text)
        except ValidationError as error:
            raise Misfit(
                _("Write the whole address, such as name@example.org."),
                code="not_an_email",
            ) from error
        name, _at, domain = text.rpartition("@")
        return {"value": f"{name}@{domain.lower()}"}

    def asking_again(self):
        return _("Write an e-mail address to go on.")

    def value_meaning(self):
        return _("An e-mail address: keep it apart from the other answers")

    def xls_type(self, question):
        return XlsType(
            "text", "email", constraint=r"regex(., '[^@\s]+@[^@\s]+\.[^@\s]+')"
        )

    def reads_xls(self, type, appearance):
        return 2 * (type == "text" and "email" in appearance)


def _plain(text: str) -> str:
    """Without what nobody sees, such as marks of direction that copying brings along."""
    seen = (sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf"})
    return "".join(seen).translate(FULL_WIDTH).strip().removeprefix("mailto:")
