"""What the checklist says of languages and of approvals asked for."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.surveys.checklist.line import Line
from feedback.surveys.models import Survey
from feedback.surveys.outside.approving import Asked, asked
from feedback.surveys.translation.languages import LanguageProgress, progress
from studies.wording import catalogs
from studies.wording.tags import language_name
from studies.wording.translations import SourceText


def language_lines(
    survey: Survey, named: list[tuple[str, SourceText]]
) -> Iterator[Line]:
    """Each launch language as a stop; then what only has to be known."""
    unready = set(dict(settings.LANGUAGES)) - set(settings.READY_LANGUAGES)
    for language in progress(survey, survey.languages, named):
        text = language_state(language)
        ready = language.is_ready
        if language.code in unready:
            ready = False
            text = _("%(language)s: our own pages are not ready in it yet.")
            text %= {"language": language.name}
        yield Line(
            "language",
            text,
            met=ready,
            url=reverse("survey-translate", args=[survey.pk, language.code]),
            language=language.code,
        )
    yield from _our_words(survey)
    yield from _foreign_words(survey)
    yield from _later(survey)


def language_state(language: LanguageProgress) -> str:
    """One sentence on how far a language is."""
    words = {"language": language.name, "name": language.vouched_by}
    if language.missing:
        text = ngettext(
            "%(language)s: %(n)d text is missing.",
            "%(language)s: %(n)d texts are missing.",
            language.missing,
        )
        return text % (words | {"n": language.missing})
    if language.outdated:
        text = ngettext(
            "%(language)s: %(n)d text has changed since it was translated.",
            "%(language)s: %(n)d texts have changed since they were translated.",
            language.outdated,
        )
        return text % (words | {"n": language.outdated})
    if language.placeholder_faults:
        return _("%(language)s: a word in brackets was lost or made up.") % words
    if language.drafted:
        text = ngettext(
            "%(language)s: complete, but nobody has read %(n)d text over.",
            "%(language)s: complete, but nobody has read %(n)d texts over.",
            language.drafted,
        )
        return text % (words | {"n": language.drafted})
    if language.vouched_by:
        return _("%(language)s: complete. %(name)s vouches for it.") % words
    return _("%(language)s: complete and read over.") % words


def _our_words(survey: Survey) -> Iterator[Line]:
    """Buttons, consent and receipt come from us: somebody should have read them too."""
    spoken = {survey.source_language, *survey.languages}
    unread = [
        str(language_name(code))
        for code in catalogs.languages()
        if code in spoken
        and catalogs.review_state(settings.BASE_DIR, code) != catalogs.REVIEWED
    ]
    if unread:
        text = _(
            "Our own words around the survey were drafted by machine, and no fluent "
            "speaker has read them yet: %(languages)s."
        )
        text %= {"languages": ", ".join(unread)}
        yield Line("our_words", text, met=False, stop=False)


def _foreign_words(survey: Survey) -> Iterator[Line]:
    """Languages that our own pages do not speak: people meet two languages there."""
    spoken = dict(settings.LANGUAGES)
    for code in (survey.source_language, *survey.languages):
        if code not in spoken:
            text = _(
                "%(language)s: our own words around the questions (buttons, what we "
                "keep) show in %(ours)s, because our pages do not speak it."
            )
            words = {"ours": language_name(settings.LANGUAGE_CODE)}
            words["language"] = language_name(code)
            yield Line("foreign_words", text % words, met=False, stop=False)


def _later(survey: Survey) -> Iterator[Line]:
    is_said = survey.missing_language == Survey.MissingLanguage.SAID
    for code in survey.later_languages:
        text = (
            _("%(language)s comes later. The first page says so.")
            if is_said
            else _("%(language)s comes later. People do not see it named.")
        )
        yield Line(
            "later",
            text % {"language": language_name(code)},
            met=False,
            stop=False,
            url=reverse("survey-edit", args=[survey.pk]) + "#languages",
        )


def approval_lines(survey: Survey) -> Iterator[Line]:
    """Approvals that were asked for; one not given is said, and stops nothing."""
    for one in asked(survey):
        yield Line(
            "approval",
            approval_state(one),
            met=one.given is not None,
            stop=False,
            url=reverse("survey-edit", args=[survey.pk]) + "#comments",
        )


def approval_state(one: Asked) -> str:
    """One sentence on how far an approval is."""
    words = {"what": one.label}
    if one.given:
        words |= {"name": one.given.by_name, "day": _day(one.given.made_at)}
        text = _("%(name)s approved %(what)s on %(day)s, as it is now.")
    elif one.lapsed:
        words |= {"name": one.lapsed.by_name, "day": _day(one.lapsed.made_at)}
        text = _(
            "%(name)s approved an earlier wording on %(day)s (%(what)s). It has "
            "changed since: ask again."
        )
    else:
        words["day"] = _day(one.link.created_at)
        text = _("An approval was asked for on %(day)s and is not given: %(what)s.")
    return text % words


def _day(moment) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
