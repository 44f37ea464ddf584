from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.one_choice import OneChoice


class Scale(OneChoice):
    """One point on an ordered scale; choices marked `apart` are no point on it."""

    code = "scale"
    label = gettext_lazy("scale")
