"""What the first page says of languages: those to come, and whose words are in which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feedback.answering import languages
from studies.templatetags.cx import in_language
from studies.wording.tags import language_info


@dataclass(frozen=True)
class Later:
    """A language that is planned, and a sentence for those who wait for it.

    The sentence is in that language where our own pages speak it, else left out: the
    page already names the language.
    """

    code: str
    name_local: str
    bidi: bool
    sentence: str


def later(document: Mapping[str, Any], shown: str) -> list[Later]:
    """Each planned language as its readers find it on a page in `shown`."""
    return [_later(code, shown) for code in document["later_languages"]]


def _later(code: str, shown: str) -> Later:
    facts, sentence = languages.facts(code), ""
    if code in dict(settings.LANGUAGES):
        with translation.override(code):
            sentence = _(
                "This survey is not in your language yet. You can answer it in "
                "%(language)s."
            ) % {"language": language_info(shown)["name_translated"]}
    return Later(code, facts["name_local"], facts["bidi"], sentence)


def two_languages(shown: str) -> SafeString | str:
    """Said where our own words are in another language than the questions."""
    ours = languages.interface(shown)
    if ours == shown:
        return ""
    text = _(
        "The questions are in %(language)s. The words around them, such as the "
        "buttons, are in %(ours)s."
    )
    name = in_language(languages.facts(shown)["name_local"], shown)
    ours_name = language_info(ours)["name_translated"]
    return SafeString(escape(text) % {"language": name, "ours": ours_name})
