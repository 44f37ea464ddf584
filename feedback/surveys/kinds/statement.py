from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import Kind, Printed, XlsType


class Statement(Kind):
    """Words between questions. It asks nothing, so it is never in answers or files."""

    code = "statement"
    label = gettext_lazy("text without a question")
    about = gettext_lazy("Words between questions; nothing to answer.")
    template = "statement"
    seconds = 0
    is_asked = False
    checks_answers = False
    offers_ways_out = False

    def taken(self, question, post):
        return {}

    def ways_taken(self, question, post):
        return []

    def counted(self, question, answer):
        return []

    def columns(self, question, texts):
        return []

    def cells(self, question, answer):
        return []

    def printed(self, question, texts):
        return Printed("words")

    def said(self, question, answer, texts):
        return []

    def xls_type(self, question):
        return XlsType("note")

    def reads_xls(self, type, appearance):
        return int(type == "note")
