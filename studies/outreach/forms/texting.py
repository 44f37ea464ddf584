"""The field for the words of a text message: empty where ours will do."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.outreach import placeholders
from studies.outreach.forms.steps import LABELS
from studies.outreach.letters import short_source
from studies.outreach.models import Message
from studies.outreach.short_texts import Texter
from studies.wording.fields import check_while_typing
from studies.wording.findings import TextKind
from studies.wording.tags import direction


def short_field(
    texter: Texter, step: str, language: str, sent: str | None
) -> forms.CharField:
    """`sent` are the words of a form that came back, to be counted as they are."""
    message = texter.message(step)
    own = texter.own(message).get(language, "") if message else ""
    written = {"lang": language, "dir": direction(language), "rows": 4}
    field = forms.CharField(
        label=_("%(step)s as a text message") % {"step": LABELS[step]["name"]},
        help_text=_help(texter, step, language, sent),
        max_length=Message._meta.get_field("short").max_length,
        initial=own,
        required=False,
        widget=forms.Textarea(attrs=written),
    )
    places = [short_source(message).place] if message else []
    check_while_typing(field, TextKind.MESSAGE, language, places)
    return field


def _help(texter: Texter, step: str, language: str, sent: str | None) -> str:
    """What people get without own words, what may stand in braces, how long it is."""
    available = placeholders.available_for(texter.wave)
    names = [n for n in placeholders.known_for_text(step) if n in available]
    sample = texter.sample(step, language, sent)
    size = ngettext(
        "As it stands it takes %(n)s part (%(units)s characters).",
        "As it stands it takes %(n)s parts (%(units)s characters).",
        sample.segments.parts,
    ) % {"n": sample.segments.parts, "units": sample.segments.units}
    return format_html(
        '{} <span lang="{}" dir="{}">{}</span><br>{} {}<br>{}',
        _("Leave it empty for our words:"),
        language,
        direction(language),
        texter.ours(step, language),
        _(
            "In your own words you can use the names below. How to stop is added at "
            "the end by itself."
        ),
        ", ".join(f"{{{name}}}" for name in names),
        size,
    )
