"""What nobody should have to trust us with is left out before an answer is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.safety.worries import takes_words
from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.kinds.base import SHORT_TEXT_LIMIT
from studies.wording.numbers_left_out import Stays, without
from studies.wording.private_numbers import Private, find


def masked(question: Mapping[str, Any], answer: Answer, stays: Stays) -> Answer:
    """The answer as it may be stored; what a question asks for on purpose stays."""
    if not answer.get("text") or not takes_words(question):
        return answer
    words = without(answer["text"], stays, limit=longest(question))
    return answer | {"text": words}


def longest(question: Mapping[str, Any]) -> int:
    """How many characters fit in the field of a question's words."""
    own_limit = getattr(KINDS[question["kind"]], "limit", SHORT_TEXT_LIMIT)
    return question["settings"].get("longest") or own_limit


def notices(
    questions: Iterable[Mapping[str, Any]],
    stored: Mapping[str, Answer],
    post: QueryDict,
    stays: Stays,
) -> dict[str, str]:
    """A sentence for each question from whose words something was left out just now."""
    found = kinds_left_out(questions, stored, post, stays)
    return {key: sentence(kinds) for key, kinds in found.items()}


def kinds_left_out(
    questions: Iterable[Mapping[str, Any]],
    stored: Mapping[str, Answer],
    post: QueryDict,
    stays: Stays,
) -> dict[str, list[Private]]:
    """By question, what was left out of its words just now.

    `stored` has no answer where it did not fit: those words are shown again, without.
    """
    told = {}
    for question in questions:
        if not stored.get(question["key"], {"text": True}).get("text"):
            continue
        kinds = [
            found.kind
            for found in find(post.get(field(question), ""))
            if found.bare not in stays
        ]
        if takes_words(question) and kinds:
            told[question["key"]] = list(dict.fromkeys(kinds))
    return told


def in_fields(
    questions: Iterable[Mapping[str, Any]],
    stored: Mapping[str, Answer],
    post: QueryDict,
    stays: Stays,
) -> QueryDict:
    """What was typed, as it is shown again: with the words that were stored."""
    shown = post.copy()
    for question in questions:
        words = (stored.get(question["key"]) or {}).get("text")
        if not takes_words(question):
            continue
        words = words or without(post.get(field(question), ""), stays)
        if words:
            shown[field(question)] = words
    return shown


def field(question: Mapping[str, Any]) -> str:
    """The name of the field that holds a question's words."""
    is_text = KINDS[question["kind"]].is_text
    return question["key"] if is_text else f"{question['key']}-text"


def sentence(kinds: list[Private]) -> str:
    """What we did, why, and what the person can do now."""
    names = {
        # Translators: parts of the sentence "We left out what looks like …."
        Private.EMAIL: _("an e-mail address"),
        Private.CARD: _("a card number"),
        Private.SSN: _("a Social Security number"),
        Private.ITIN: _("a tax ID number"),
        Private.PHONE: _("a phone number"),
    }
    parts = [names[kind] for kind in kinds]
    listed = pgettext("between two things", " and ").join(parts)
    if len(parts) > 2:
        between = pgettext("between the parts of a list", ", ")
        before_last = pgettext("before the last part of a list", ", and ")
        listed = before_last.join([between.join(parts[:-1]), parts[-1]])
    return _(
        "We left out what looks like %(things)s. It is safer not to write it here. "
        "You can go on, or change your answer."
    ) % {"things": listed}
