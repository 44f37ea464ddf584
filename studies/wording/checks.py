"""The plain-language checks: one text, one question, or all texts of a survey.

Word rules are made for one language each: English and Spanish have them. In others
only length is checked, and `coverage` says so to whoever reads the findings.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from studies.wording import spanish_words
from studies.wording.findings import Finding, Part, QuestionText, Rule, Text, TextKind
from studies.wording.hidden_verbs import hidden_verbs
from studies.wording.length_rules import long_paragraphs, long_sentences
from studies.wording.noun_rules import abbreviations, noun_strings
from studies.wording.phrase_rules import phrases
from studies.wording.question_rules import question_findings
from studies.wording.reading_level import SURVEY_KINDS, reading_level
from studies.wording.sentences import Sentence, split
from studies.wording.spanish_rules import spanish_passive, spanish_phrases
from studies.wording.verb_rules import passive, shall
from studies.wording.word_list import hard_words

# A phrase covers the words inside it: one click or one thought mends both.
PHRASES = frozenset([Rule.EMPTY_START, Rule.HIDDEN_VERB, Rule.DOUBLE_NEGATIVE])
INSIDE = frozenset([Rule.PASSIVE, Rule.HARD_WORD])
LONGEST_PHRASE = 50


def check(text: str, language: str, kind: TextKind, place: str = "") -> list[Finding]:
    """What is hard to read in one text, in the order of the text.

    Legal text is exempt. Reading level needs a whole text: see `check_texts`.
    """
    if kind == TextKind.LEGAL:
        return []
    sentences = split(text)
    found = [*long_sentences(sentences, place), *long_paragraphs(sentences, place)]
    word_rules = WORD_RULES.get(base_of(language))
    if word_rules is not None:
        found += word_rules(text, sentences, place)
    if kind == TextKind.CHOICE:
        # "The day the letter was written": who wrote it is not what a choice is about.
        found = [finding for finding in found if finding.rule != Rule.PASSIVE]
    return sorted(outermost(found), key=lambda finding: (finding.start, finding.end))


def outermost(found: list[Finding]) -> list[Finding]:
    """Without word findings inside a phrase that is to be written anew as a whole."""
    phrases = [
        finding
        for finding in found
        if finding.rule in PHRASES and finding.end - finding.start <= LONGEST_PHRASE
    ]
    return [
        finding
        for finding in found
        if finding.rule not in INSIDE
        or not any(
            phrase.start <= finding.start
            and finding.end <= phrase.end
            and phrase is not finding
            for phrase in phrases
        )
    ]


def english_findings(
    text: str, sentences: tuple[Sentence, ...], place: str
) -> list[Finding]:
    found = [*phrases(text, place), *abbreviations(text, sentences, place)]
    for sentence in sentences:
        found += hard_words(text, sentence, place)
        found += shall(sentence, place)
        found += passive(sentence, place)
        found += hidden_verbs(text, sentence, place)
        found += noun_strings(sentence, place)
    return found


def spanish_findings(
    text: str, sentences: tuple[Sentence, ...], place: str
) -> list[Finding]:
    found = [*spanish_phrases(text, place), *abbreviations(text, sentences, place)]
    for sentence in sentences:
        found += spanish_words.hard_words(text, sentence, place)
        found += spanish_passive(sentence, place)
    return found


WORD_RULES = {"en": english_findings, "es": spanish_findings}


def check_question(question: QuestionText, language: str) -> list[Finding]:
    """All findings of a question: wording, hint, choices, and how it asks."""
    place = question.place
    found = check(question.text, language, TextKind.QUESTION, place)
    for finding in check(question.hint, language, TextKind.HINT, place):
        found.append(replace(finding, part=Part.HINT))
    for number, label in enumerate(question.choices):
        for finding in check(label, language, TextKind.CHOICE, place):
            found.append(replace(finding, part=Part.CHOICE, choice=number))
    return found + question_findings(question, language)


def check_texts(texts: Iterable[Text]) -> list[Finding]:
    """Findings of each text, then the reading level of each whole.

    One whole is all texts of a language that share a level: a survey's questions,
    hints and choices are one; consent, message and share-back are each their own.
    """
    found: list[Finding] = []
    wholes: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        found += check(text.text, text.language, text.kind, text.place)
        group = "survey" if text.kind in SURVEY_KINDS else text.kind.value
        wholes[text.language, group].append(text)
    for (language, _group), whole in wholes.items():
        found += reading_level(whole, language)
    return found


def coverage(language: str) -> str:
    """What is checked in this language, and what is not."""
    base = base_of(language)
    if base == "en":
        return _("Checked: words, sentences, questions and reading grade.")
    if base == "es":
        return _(
            "Checked: words, sentences, questions, and how easy the whole text is to "
            "read. The Spanish word list is our own, and shorter than the English one."
        )
    return _(
        "Checked: length of sentences and paragraphs, number of choices, and numbers "
        "that stand in two choices. Not checked: words, the passive, and how a "
        "question asks. No reading grade is known to hold for this language."
    )


def base_of(language: str) -> str:
    return language.split("-")[0].lower()
