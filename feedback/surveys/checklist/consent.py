"""What the checklist says of the words that people agree to before they answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from feedback.surveys.checklist.line import Line
from feedback.surveys.models import Survey
from studies.people import terms
from studies.wording.tags import language_name


def unread(language: str) -> str:
    """Why a language waits."""
    text = _("%(language)s: what people agree to is not published in it yet.")
    return text % {"language": language_name(language)}


def consent_lines(survey: Survey) -> Iterator[Line]:
    """Which words are in force; each language that can't read them is a stop."""
    found = terms.in_force(survey.activity_id)
    study = survey.activity.study
    if found is None:
        if study:
            yield Line(
                "no_consent",
                _(
                    "The study has published no consent text yet: people start without "
                    "reading what they agree to."
                ),
                met=False,
                stop=False,
                url=reverse("study-consent", args=[study.slug]),
            )
        return
    text = _("People read what they agree to (version %(number)d) before they start.")
    yield Line("consent", text % {"number": found.number}, met=True)
    for code in (survey.source_language, *survey.languages):
        if code not in found.texts:
            yield Line(
                "consent_language",
                unread(code),
                met=False,
                url=reverse("consent-translate", args=[found.text_id, code]),
                language=code if code != survey.source_language else "",
            )
