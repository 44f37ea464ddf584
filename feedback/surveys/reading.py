"""A draft as somebody reads it in one of its languages: translated where it is."""

from dataclasses import dataclass

from feedback.surveys.models import Question, Survey
from feedback.surveys.texts import keyed_texts
from studies.wording.translations import translated


@dataclass(frozen=True)
class Read:
    """One text as it is read; in the source's language where it is not translated."""

    name: str
    text: str
    language: str


class Reading:
    """Every text of a draft in one language; one query."""

    def __init__(self, survey: Survey, questions: list[Question], language: str):
        self.language = language
        source = survey.source_language
        named = [
            (name, text)
            for name, text in keyed_texts(survey, questions)
            if text.text.strip()
        ]
        texts = [text for _name, text in named]
        found = translated(texts, language) if language != source else []
        words = {text.place: text.text for text in found}
        self.texts = {
            name: Read(
                name,
                words.get(text.place) or text.text,
                language if words.get(text.place) else source,
            )
            for name, text in named
        }
        # Texts of a question begin with its key: 600 of them are not all looked through.
        self._by_key: dict[str, list[Read]] = {}
        for name, text in self.texts.items():
            self._by_key.setdefault(name.partition(":")[0], []).append(text)
        self.untranslated = (
            sum(not text.text for text in found) if language != source else 0
        )

    def get(self, name: str) -> Read | None:
        return self.texts.get(name)

    def choices_of(self, question: Question) -> list[Read]:
        """Rows and choices in their order, with what else belongs to the question."""
        key = question.key
        own = (key, f"{key}:hint", f"{key}::message")
        return [text for text in self._by_key.get(key, []) if text.name not in own]


def languages_to_read(survey: Survey) -> list[str]:
    return [survey.source_language, *survey.languages, *survey.later_languages]
