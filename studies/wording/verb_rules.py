"""English rules about who acts: passive, hidden verbs, "shall"."""

from collections.abc import Iterator

from studies.wording.english import BE, word_set
from studies.wording.findings import Finding, Rule
from studies.wording.inflection import inflect
from studies.wording.sentences import Sentence, Word

PARTICIPLES = word_set(
    "been begun bought broken brought built caught chosen done drawn driven "
    "eaten fallen felt forgotten found given gotten heard held kept known laid "
    "led left lost made meant met paid put read run said seen sent set shown "
    "spent spoken stolen taken taught thought told understood withheld won "
    "worn written"
)
# Written like participles, but they say how something is, not what was done to it.
STATES = word_set(
    "aged ashamed based bored certified closed complicated concerned confused "
    "dedicated delighted detailed disabled disappointed divorced educated "
    "employed excited experienced frustrated impaired indeed inspired "
    "interested involved limited located married need overwhelmed pleased "
    "prepared qualified related relaxed relieved retired satisfied "
    "dissatisfied scared separated shocked skilled stressed supposed surprised "
    "talented tired troubled unemployed used widowed worried worn wounded "
    "advanced allowed lost red bed seed speed feed deed"
)
NOT_ADVERBS = word_set("family reply apply supply only july italy early")
BETWEEN = word_set("not also never always often usually still already then now")

LIGHT_VERBS = {
    form: verb
    for verb in ("make", "give", "conduct", "provide", "perform", "undertake", "do")
    for form in (
        verb,
        *(inflect(verb, form) for form in ("third", "past", "participle", "ing")),
    )
}
HIDDEN_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments")
# Nouns with these endings that are things and hide no verb of their own.
THINGS = word_set(
    "apartment appointment attention comment compartment condition department "
    "document donation element environment equipment experiment fiction "
    "fraction instrument information location medication mention moment nation "
    "occasion option passion permission portion position prescription question "
    "section segment session station television torment tradition treatment "
    "version vision caption cement commotion impression mission pension motion "
    "potion ration function action friction"
)
VERBS = {
    "agreement": "agree",
    "announcement": "announce",
    "application": "apply",
    "arrangement": "arrange",
    "assessment": "assess",
    "calculation": "calculate",
    "consideration": "consider",
    "contribution": "contribute",
    "correction": "correct",
    "decision": "decide",
    "demonstration": "show",
    "description": "describe",
    "determination": "decide",
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
    "revision": "revise",
    "selection": "choose",
    "statement": "say",
    "submission": "send",
    "suggestion": "suggest",
}


def shall(sentence: Sentence, place: str) -> Iterator[Finding]:
    for word in sentence.words:
        if word.lower == "shall":
            must = "Must" if word.text[0].isupper() else "must"
            yield marked(Rule.SHALL, place, word, word, must, ("word", word.text))


def passive(sentence: Sentence, place: str) -> Iterator[Finding]:
    """A form of "to be" and a participle, with at most two adverbs between them."""
    words = sentence.words
    for at, word in enumerate(words):
        if word.lower not in BE:
            continue
        for after in words[at + 1 : at + 4]:
            if is_participle(after.lower):
                yield marked(Rule.PASSIVE, place, word, after)
                break
            if not is_adverb(after.lower):
                break


def is_participle(word: str) -> bool:
    if word in STATES:
        return False
    regular = word.endswith("ed") and len(word) > 3 and not word.endswith("eed")
    return regular or word in PARTICIPLES


def is_adverb(word: str) -> bool:
    return word in BETWEEN or (word.endswith("ly") and word not in NOT_ADVERBS)


def hidden_verbs(sentence: Sentence, place: str) -> Iterator[Finding]:
    """As in "make a decision" for "decide": a light verb, then a noun made from a verb."""
    words = sentence.words
    for at, word in enumerate(words):
        if word.lower not in LIGHT_VERBS:
            continue
        for after in words[at + 1 : at + 4]:
            if hides_verb(after.lower):
                plain = VERBS.get(after.lower.removesuffix("s"), "")
                fix = inflect(plain, form_of(word.lower)) if plain else ""
                yield marked(
                    Rule.HIDDEN_VERB, place, word, after, fix, ("noun", after.text)
                )
                break


def hides_verb(noun: str) -> bool:
    if not noun.endswith(HIDDEN_ENDINGS) or len(noun) < 7:
        return False
    return noun not in THINGS and noun.removesuffix("s") not in THINGS


def form_of(written: str) -> str:
    verb = LIGHT_VERBS[written]
    return next(
        form
        for form in ("base", "third", "past", "participle", "ing")
        if inflect(verb, form) == written
    )


def marked(
    rule: Rule,
    place: str,
    first: Word,
    last: Word,
    fix: str = "",
    *facts: tuple[str, str],
) -> Finding:
    """A finding on the words from `first` to `last`."""
    return Finding(rule, place, first.start, last.end, suggestion=fix, facts=facts)
