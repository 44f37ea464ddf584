"""Finds verbs that hide in nouns: "make a decision", "submission of the form"."""

from collections.abc import Iterator

from studies.wording.english import BREAK, DETERMINERS, word_set
from studies.wording.findings import Finding, Level, Rule
from studies.wording.inflection import FORMS, inflect
from studies.wording.sentences import Sentence
from studies.wording.verb_rules import marked

ANY_NOUN = word_set("make give conduct provide perform undertake do")
# These carry a verb away only together with certain nouns, and maybe a second word.
ONLY = {
    "have": word_set("discussion"),
    "hold": word_set("discussion"),
    "reach": word_set("decision agreement determination conclusion"),
    "take": word_set("consideration"),
    "carry": word_set(
        "inspection investigation assessment evaluation review analysis examination "
        "verification calculation"
    ),
}
SECOND_WORD = {"take": "into", "carry": "out"}
LIGHT_VERBS = {
    form: verb
    for verb in (*ANY_NOUN, *ONLY)
    for form in (
        verb,
        *(inflect(verb, form) for form in ("third", "past", "participle", "ing")),
    )
}
ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments")
# Nouns with these endings that are things and hide no verb of their own.
THINGS = word_set(
    "apartment appointment attention comment compartment condition department "
    "document donation education element environment equipment experiment fiction "
    "fraction instrument information location medication mention moment nation "
    "occasion option passion permission portion position prescription question "
    "section segment session station television torment tradition treatment "
    "version vision caption cement commotion impression mission pension motion "
    "potion ration function action friction protection transportation compensation "
    "vaccination immunization accommodation nutrition tuition"
)
# What one can be given is a thing: "we give payments to families".
GIVEN = word_set("payment application statement solution selection contribution")
VERBS = {
    "agreement": "agree",
    "analysis": "analyze",
    "announcement": "announce",
    "application": "apply",
    "arrangement": "arrange",
    "assessment": "assess",
    "calculation": "calculate",
    "conclusion": "conclude",
    "consideration": "consider",
    "contribution": "contribute",
    "correction": "correct",
    "decision": "decide",
    "demonstration": "show",
    "description": "describe",
    "determination": "decide",
    "discussion": "discuss",
    "evaluation": "evaluate",
    "examination": "examine",
    "explanation": "explain",
    "inspection": "inspect",
    "investigation": "investigate",
    "measurement": "measure",
    "modification": "change",
    "notification": "tell",
    "observation": "observe",
    "payment": "pay",
    "presentation": "present",
    "recommendation": "recommend",
    "review": "review",
    "revision": "revise",
    "selection": "choose",
    "statement": "say",
    "submission": "send",
    "suggestion": "suggest",
    "verification": "check",
}
REVIEWS = word_set("conduct perform undertake carry")
# "The submission of the form": the deed itself, without anybody who does it.
DEEDS = word_set(
    "acquisition administration cancellation completion consumption continuation "
    "discontinuation dissemination enforcement establishment evaluation examination "
    "facilitation implementation improvement inspection installation issuance "
    "modification preparation provision receipt resolution reduction removal "
    "submission suspension termination"
)
# "On receipt of", "proof of receipt of" and such stay whole; "provision of law" is one.
NO_DEED_AFTER = word_set("law contract lease")


def hidden_verbs(text: str, sentence: Sentence, place: str) -> Iterator[Finding]:
    words = sentence.words
    for at, word in enumerate(words):
        if word.lower in LIGHT_VERBS:
            for found in after_light_verb(sentence, at, place):
                if not BREAK.search(text, found.start, found.end):
                    yield found
        elif word.lower in DEEDS and is_of(words, at):
            yield Finding(
                Rule.HIDDEN_VERB,
                place,
                word.start,
                words[at + 1].end,
                level=Level.NOTE,
                facts=(("noun", word.text),),
            )


def is_of(words, at: int) -> bool:
    rest = [word.lower for word in words[at + 1 : at + 3]]
    return len(rest) == 2 and rest[0] == "of" and rest[1] not in NO_DEED_AFTER


def after_light_verb(sentence: Sentence, at: int, place: str) -> Iterator[Finding]:
    """At most one finding: the noun stands within three words of its light verb."""
    words = sentence.words
    written, verb = words[at].lower, LIGHT_VERBS[words[at].lower]
    if is_noun_here(words, at):
        return
    second = SECOND_WORD.get(verb)
    if second and (at + 1 >= len(words) or words[at + 1].lower != second):
        return
    for after in words[at + 1 : at + (5 if second else 4)]:
        noun = after.lower
        if hides_verb(verb, noun):
            plain = VERBS.get(noun.removesuffix("s"), "")
            fix = inflect(plain, form_of(written)) if plain else ""
            yield marked(
                Rule.HIDDEN_VERB, place, words[at], after, fix, ("noun", after.text)
            )
            return


def is_noun_here(words, at: int) -> bool:
    return bool(at) and words[at - 1].lower in DETERMINERS and words[at].lower == "make"


def hides_verb(verb: str, noun: str) -> bool:
    one = noun.removesuffix("s")
    if verb in ONLY:
        return noun in ONLY[verb] or (one != noun and one in ONLY[verb])
    if one == "review":
        return verb in REVIEWS
    if verb in ("give", "provide") and one in GIVEN:
        return False
    if not noun.endswith(ENDINGS) or len(noun) < 7:
        return False
    return noun not in THINGS and one not in THINGS


def form_of(written: str) -> str:
    verb = LIGHT_VERBS[written]
    return next(form for form in FORMS if inflect(verb, form) == written)
