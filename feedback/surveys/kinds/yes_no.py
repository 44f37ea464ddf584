from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import XlsType
from feedback.surveys.kinds.one_choice import OneChoice


class YesNo(OneChoice):
    """Yes or no, always in these words, so that answers can be compared."""

    code = "yes_no"
    label = gettext_lazy("yes or no")
    about = gettext_lazy("People say yes or no.")
    seconds = 4
    has_written_words = False
    has_fixed_choices = True
    choice_flags = ()

    def setting_fields(self):
        return {}

    def ready_choices(self, settings):
        return [("yes", _("Yes")), ("no", _("No"))]

    def xls_type(self, question):
        return XlsType("select_one yes_no")

    def reads_xls(self, type, appearance):
        return 2 * (type.split() == ["select_one", "yes_no"])
