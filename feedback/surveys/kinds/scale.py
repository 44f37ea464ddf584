from django import forms
from django.utils.translation import gettext_lazy

from feedback.surveys.kinds.base import XlsType
from feedback.surveys.kinds.one_choice import OneChoice
from feedback.surveys.kinds.presets import PRESETS, figures


class Scale(OneChoice):
    """One point on an ordered scale; choices marked `apart` are no point on it."""

    code = "scale"
    label = gettext_lazy("scale")
    about = gettext_lazy("People pick a point between two ends.")
    has_written_words = False
    is_scale = True
    choice_flags = ("apart",)

    def setting_fields(self):
        ready = [(name, preset.label) for name, preset in PRESETS.items()]
        return {
            "preset": forms.ChoiceField(
                label=gettext_lazy("Ready scale"),
                help_text=gettext_lazy(
                    "Leave the choices empty to take its points. Reword them as you "
                    "like."
                ),
                choices=[("", gettext_lazy("None: my own points")), *ready],
                required=False,
            )
        }

    def ready_choices(self, settings):
        preset = PRESETS.get(settings.get("preset", ""))
        return preset.points() if preset else []

    def drawing(self, question, texts, slot):
        preset = PRESETS.get(question["settings"].get("preset", ""))
        drawn = super().drawing(question, texts, slot)
        if preset is None:
            return drawn
        for choice in drawn["choices"]:
            # The two ends of a row of numbers carry words: each has its own line.
            choice["is_wide"] = not choice["label"].isdecimal()
            if preset.sign and choice["code"].isdecimal():
                choice["sign"] = preset.sign * min(int(choice["code"]), 10)
        return drawn | {"is_in_row": preset.is_in_row}

    def figures(self, counts, settings):
        name = settings.get("preset", "")
        return figures(name, counts) if name in PRESETS else []

    def xls_type(self, question):
        return XlsType(f"select_one {question['key']}", "likert")

    def reads_xls(self, type, appearance):
        return 2 * (type.split()[:1] == ["select_one"] and "likert" in appearance)
