"""What an agency's public pages and mails say of it, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.text import capfirst

from studies.agencies.models import Agency
from studies.wording.models import Translation
from studies.wording.number_order import keep_numbers
from studies.wording.side_by_side import Named
from studies.wording.tags import is_same_language
from studies.wording.translations import SourceText, is_of, place

# Agencies write of themselves in the language of the installation.
SOURCE = settings.LANGUAGE_CODE
# What stands on every page; the long texts have a page of their own.
FRAME = ("name", "contact_hours", "case_help", "urgent_help")

# All that an agency can say in another language.
TEXTS = (*FRAME, "privacy_notice", "accessibility_statement")

Words = dict[str, dict[str, str]]  # language → field → text


@dataclass(frozen=True)
class Faces:
    """An agency's facts, and its words in every language that has some."""

    facts: dict[str, str]
    words: Words = field(default_factory=dict)
    interpreters: tuple[str, ...] = ()  # languages that somebody speaks on the phone

    def speak(self, language: str) -> dict[str, str]:
        """The facts in this language; what stays in its own says so.

        `name_language` is empty where the name is in the page's language, else the
        code of the language that it is in; so for each text. `interpreter` is the
        page's language as it is spoken on the phone, or empty.
        """
        base = language.split("-")[0]
        said = self.words.get(language) or self.words.get(base) or {}
        texts = [name for name in self.facts if f"{name}_language" in self.facts]
        foreign = "" if base == SOURCE.split("-")[0] else SOURCE
        marks = {
            f"{name}_language": foreign if self.facts[name] and name not in said else ""
            for name in texts
        }
        said = {name: keep_numbers(text, language) for name, text in said.items()}
        return self.facts | said | marks | {"interpreter": self._interpreter(language)}

    def _interpreter(self, language: str) -> str:
        spoken = (tag for tag in self.interpreters if is_same_language(tag, language))
        return next(spoken, "") if self.facts["contact_phone"] else ""


def faces(
    agency: Agency,
    rows: Iterable[dict] | None = None,
    *,
    also: tuple[str, ...] = (),
) -> Faces:
    """All that an agency says of itself; `rows` come from `agency_words`, else a query.

    `also` names longer texts to read beside the frame's.
    """
    names = FRAME + also
    facts = {
        "logo_url": agency.logo_url,
        "website": agency.website,
        "surveys_url": agency.surveys_url,
        "contact_phone": agency.contact_phone,
        "contact_email": agency.contact_email,
        "case_help_url": agency.case_help_url,
        "privacy_url": agency.privacy_url,
        "accessibility_url": agency.accessibility_url,
    }
    for name in names:
        facts |= {name: getattr(agency, name), f"{name}_language": ""}
    if rows is None:
        places = [place(agency, name) for name in names]
        rows = Translation.objects.of(places).values(
            "place", "language", "text", "source_hash"
        )
    return Faces(facts, _words(facts, rows), tuple(agency.interpreters))


def face(
    agency: Agency, language: str, *, also: tuple[str, ...] = ()
) -> dict[str, str]:
    """The agency in one language; its own needs no query."""
    rows = [] if language == SOURCE else None
    return faces(agency, rows, also=also).speak(language)


def named_texts(agency: Agency) -> Named:
    """Its texts to translate, each with what it is in the reader's words."""
    return [
        (
            capfirst(agency._meta.get_field(name).verbose_name),
            SourceText(place(agency, name), getattr(agency, name)),
        )
        for name in TEXTS
    ]


def agency_words(path: str) -> ArraySubquery:
    """Annotate a row with the frame's translations, to spare a page one more query.

    `path` leads from the row to its agency's id.
    """
    asked = Q()
    for name in FRAME:
        key = Cast(OuterRef(path), CharField())
        asked |= Q(place=Concat(Value("agency:"), key, Value(f":{name}")))
    columns = ("place", "language", "text", "source_hash")
    rows = Translation.objects.filter(asked).order_by("place", "language")
    return ArraySubquery(rows.values(json=JSONObject(**{one: one for one in columns})))


def _words(facts: dict[str, str], rows: Iterable[dict]) -> Words:
    """By language; a translation of what the agency no longer says is left out."""
    found: Words = {}
    for row in rows:
        name = row["place"].rsplit(":", 1)[1]
        if is_of(row["source_hash"], facts[name]):
            found.setdefault(row["language"], {})[name] = row["text"]
    return found
