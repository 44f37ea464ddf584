"""What the studio shows of a consent text: the draft beside what people read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from studies.people import consent_words, consenting
from studies.people.models import ConsentText, ConsentVersion, Purpose
from studies.planning.models import Study
from studies.wording.side_by_side import open_counts
from studies.wording.tags import language_info


@dataclass(frozen=True)
class OtherLanguage:
    """One other language: what it still wants, and whether people can read it."""

    code: str
    name: str
    missing: int
    unread: int
    is_out: bool


@dataclass(frozen=True)
class Draft:
    """A draft, and what publishing it would do."""

    text: ConsentText
    newest: ConsentVersion | None
    differs: bool
    changes_meaning: bool
    may_mean_the_same: bool
    mark: str  # of what publishing would do, see consenting.publish_mark

    @classmethod
    def of(cls, text: ConsentText) -> "Draft":
        newest, words = text.versions.first(), consent_words.compiled(text)
        mark = consenting.publish_mark(newest, words)
        if newest is None:
            return cls(text, None, True, False, False, mark)
        grave = consenting.changes_meaning(newest, words, same_meaning=False)
        always = consenting.changes_meaning(newest, words, same_meaning=True)
        differs, may = newest.words != words, grave and not always
        return cls(text, newest, differs, grave, may, mark)


def other_languages(
    text: ConsentText, newest: ConsentVersion | None
) -> list[OtherLanguage]:
    """Each language that people may read it in, those of this product included."""
    codes = dict.fromkeys([*dict(settings.LANGUAGES), *consent_words.languages(text)])
    codes.pop(text.source_language, None)
    rows = consent_words.rows_in(text, codes)
    missing = open_counts(consent_words.named_texts(text), codes)
    vouches = consent_words.vouches_of(text)
    out = newest.words["texts"] if newest else {}
    return [
        OtherLanguage(
            code,
            language_info(code)["name_translated"],
            missing[code],
            sum(
                not consent_words.is_read_over(row, vouches.get(code))
                for row in rows[code]
            ),
            code in out,
        )
        for code in codes
    ]


@dataclass(frozen=True)
class Line:
    """One study, or what stands outside studies, in the list of consent texts."""

    study: Study | None
    text: ConsentText | None

    @property
    def newest(self) -> ConsentVersion | None:
        return self.text.newest[0] if self.text and self.text.newest else None


def lines(studies: Iterable[Study], texts: Iterable[ConsentText]) -> list[Line]:
    """Surveys outside studies first, then each study. Give texts with `newest`."""
    by_study = {text.study_id: text for text in texts}
    found = [Line(study, by_study.get(study.pk)) for study in studies]
    return [Line(None, by_study.get(None)), *found]


def is_intact(version: ConsentVersion) -> bool:
    """Whether the words are still those that its hash was made of."""
    return consenting.content_hash(version.words) == version.content_hash


def said(version: ConsentVersion) -> list[dict[str, object]]:
    """A published version, language by language: the purpose and its sentence."""
    texts = version.words["texts"]
    source = version.words["source_language"]
    return [
        language_info(code)
        | {
            "sentences": [
                (Purpose(purpose).label, texts[code][purpose])
                for purpose in Purpose
                if purpose in texts[code]
            ]
        }
        for code in [source, *sorted(texts.keys() - {source})]
    ]
