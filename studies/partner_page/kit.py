"""Words for a partner to pass on, in one language of a survey each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from studies.partner_page.room import rows
from studies.partners import links
from studies.partners.models import InviteLink, Partner
from studies.planning.models import Activity
from studies.wording.agency_face import Faces

Channel = InviteLink.Channel


@dataclass(frozen=True)
class Text:
    """One text to copy; `label` says in the reader's language what it is for."""

    name: str
    label: str
    text: str
    rows: int


@dataclass(frozen=True)
class Kit:
    language: str
    texts: list[Text]
    script: list[SafeString]


def languages_of(activity: Activity) -> list[str]:
    """Those of the survey in which our own sentences can stand beside its words."""
    ours = dict(settings.LANGUAGES)
    return [code for code in activity.languages_ready if code in ours]


def kit(
    activity: Activity,
    partner: Partner,
    shared: Sequence[InviteLink],
    language: str,
    agency: Faces,
) -> Kit:
    """What there is to copy and to read out; `shared` are the links that work."""
    words = _words(activity, partner, language, agency)
    labels = _labels()
    with override(language):
        made = [
            _text(name, labels[name], text, best(shared, language, channel), words)
            for name, text, channel in _messages(activity)
        ]
        spoken = _marked(words, agency.speak(language)["name_language"])
        script = [mark_safe(escape(part) % spoken) for part in _script(activity)]
        return Kit(language, made, script)


def _marked(words: dict[str, str], name_language: str) -> dict[str, SafeString]:
    """The words as markup: a name in another language says so, for who hears it read."""
    name = format_html("<bdi>{}</bdi>", words["agency"])
    if name_language:
        name = format_html('<bdi lang="{}">{}</bdi>', name_language, words["agency"])
    return {key: escape(text) for key, text in words.items()} | {"agency": name}


def _labels() -> dict[str, str]:
    return {
        "email": _("For an e-mail"),
        "sms": _("For a text message (SMS)"),
        "chat": _("For WhatsApp"),
        "post": _("For social networks"),
    }


def best(shared: Iterable[InviteLink], language: str, channel: str) -> InviteLink:
    """The link that is meant for it, else one that is meant for nothing else."""

    def fit(link: InviteLink) -> tuple[bool, bool, bool, bool]:
        return (
            link.language == language,
            not link.language,
            link.channel == channel,
            not link.channel,
        )

    return max(shared, key=fit)


def _text(name: str, label: str, text: str, link: InviteLink, words: dict) -> Text:
    whole = text % (words | {"link": links.url(link)})
    return Text(name, label, whole, rows(whole))


def _words(
    activity: Activity, partner: Partner, language: str, agency: Faces
) -> dict[str, str]:
    title = activity.public_text("title", language) or activity.name
    purpose = activity.public_text("purpose", language).strip().split("\n")[0]
    return {
        "title": title,
        "purpose": purpose,
        "agency": agency.speak(language)["name"],
        "partner": partner.name,
        "phone": agency.facts["contact_phone"],
        "time": _time(activity.minutes, language),
    }


def _time(minutes: int | None, language: str) -> str:
    with override(language):
        if not minutes:
            return _("It takes a few minutes.")
        return ngettext(
            "It takes about %(count)d minute.",
            "It takes about %(count)d minutes.",
            minutes,
        ) % {"count": minutes}


def _messages(activity: Activity) -> list[tuple[str, str, str]]:
    """(what it is for, text, channel of the link in it)."""
    mail = [
        _("Hello,"),
        _("%(agency)s asks for your help: %(title)s."),
        "%(purpose)s",
        _("Answer here: %(link)s"),
        "%(time)s " + _rights(activity),
        "%(partner)s",
    ]
    chat = [
        _("Hello! %(agency)s asks for your help: %(title)s."),
        "%(time)s " + _rights(activity),
        "%(link)s",
    ]
    post = [
        "%(purpose)s",
        _("Tell %(agency)s what you think: %(link)s"),
        "%(time)s " + _rights(activity),
    ]
    return [
        ("email", "\n\n".join(mail), Channel.MESSAGE),
        (
            "sms",
            _("%(partner)s: %(title)s. %(time)s It is your choice: %(link)s"),
            Channel.MESSAGE,
        ),
        ("chat", "\n".join(chat), Channel.MESSAGE),
        ("post", "\n\n".join(post), Channel.SOCIAL),
    ]


def _rights(activity: Activity) -> str:
    if activity.anonymous:
        return _(
            "It is your choice, and it does not change your benefits. Nobody asks for "
            "your name."
        )
    return _("It is your choice, and it does not change your benefits.")


def _script(activity: Activity) -> list[str]:
    """For staff to read out, before they hand over a link or a phone."""
    return [
        _("%(agency)s wants to hear from you: %(title)s."),
        "%(purpose)s",
        "%(time)s " + _("You choose. You can skip any question, and stop at any time."),
        _(
            "Your answers do not change the help you get, from us or from them. We "
            "never see what you answer."
        ),
        _("Do you want to take part? “No” is fine, and you need not say why."),
    ]
