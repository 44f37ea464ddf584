from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Aid, Survey
from feedback.surveys.models.aid import SIGN_LANGUAGES
from studies.wording.tags import language_name

LONGEST_MINUTES = 60


def languages_of(survey: Survey) -> list[tuple[str, str]]:
    codes = [survey.source_language, *survey.languages, *survey.later_languages]
    return [(code, language_name(code)) for code in codes]


class FileAidForm(forms.Form):
    """A sound or an Easy Read PDF; what is in the file is the action's business."""

    language = forms.ChoiceField(label=_("Language"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Aid.Kind.LISTEN, Aid.Kind.LISTEN.label),
            (Aid.Kind.EASY_READ, Aid.Kind.EASY_READ.label),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Sound: MP3 plays everywhere; M4A and Ogg are taken too, 8 MB at most. "
            "Easy Read: a tagged PDF, 5 MB at most."
        ),
        error_messages={
            "required": _("Choose a file first. Nothing was saved."),
            "empty": _("This file is empty. Nothing was saved."),
        },
        widget=forms.FileInput(attrs={"accept": ".mp3,.m4a,.ogg,.pdf"}),
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, prefix="file", **kwargs)
        self.fields["language"].choices = languages_of(survey)


class VideoAidForm(forms.Form):
    """Where a sign-language video can be seen."""

    language = forms.ChoiceField(
        label=_("Beside the first page in"),
        help_text=_("People who read the page in this language find the video there."),
    )
    sign_language = forms.ChoiceField(
        label=_("Sign language"), choices=list(SIGN_LANGUAGES.items())
    )
    url = forms.URLField(
        label=_("Web address of the video"),
        assume_scheme="https",
        help_text=_("People open it on its own site; our page loads nothing from it."),
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        required=False,
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, prefix="video", **kwargs)
        self.fields["language"].choices = languages_of(survey)
