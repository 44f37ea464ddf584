from django.utils.translation import gettext as _

from studies.planning.models.study import ADULT


def in_words(youngest: int) -> str:
    """From which age people may take part, as they read it before anything else."""
    if youngest >= ADULT:
        return _("You must be 18 or older.")
    return _(
        "You must be %(age)d or older. If you are under 18, first ask a parent, or an "
        "adult whom you trust."
    ) % {"age": youngest}
