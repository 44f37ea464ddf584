from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import AnswerFault, Printed, XlsType
from feedback.surveys.kinds.one_choice import OneChoice, printed_choices


class Consent(OneChoice):
    """One box to tick beside what somebody agrees to; never ticked beforehand."""

    code = "consent"
    label = gettext_lazy("agreement")
    about = gettext_lazy("One box to tick, such as “I agree”.")
    seconds = 6
    has_written_words = False
    choice_flags = ()
    least_choices = 1
    most_choices = 1
    offers_ways_out = False
    input_type = "checkbox"

    def setting_fields(self):
        return {}

    def ready_choices(self, settings):
        return [("yes", _("I agree"))]

    def taken(self, question, post):
        sent = set(post.getlist(question["key"]))
        codes = [choice["code"] for choice in question["choices"]]
        if not sent <= set(codes[:1]):
            raise AnswerFault(
                _("That choice is not on the list. Choose one that is."),
                code="unknown_choice",
            )
        return {"code": codes[0]} if sent else {}

    def ways_taken(self, question, post):
        return []  # whoever does not agree leaves the box empty

    def asking_again(self):
        return _("Tick the box to go on. If you do not agree, stop here.")

    def printed(self, question, texts):
        return Printed("several", printed_choices(self, question, texts))

    def xls_type(self, question):
        return XlsType("acknowledge")

    def reads_xls(self, type, appearance):
        return int(type in {"acknowledge", "trigger"})
