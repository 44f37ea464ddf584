"""English rules about who acts: the passive, and "shall"."""

from collections.abc import Iterator

from studies.wording.english import BE, HAVE, word_set
from studies.wording.findings import Finding, Rule
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
    "advanced allowed lost red bed seed speed feed deed committed done"
)
NOT_ADVERBS = word_set("family reply apply supply only july italy early")
BETWEEN = word_set("not also never always often usually still already then now")


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
                yield marked(Rule.PASSIVE, place, first_of(words, at), after)
                break
            if not is_adverb(after.lower):
                break


def first_of(words: tuple[Word, ...], at: int) -> Word:
    """The first of "has been", "is being", "was getting": they belong together."""
    before = words[at - 1] if at else words[at]
    helps = before.lower in HAVE or (words[at].lower == "being" and before.lower in BE)
    return before if helps else words[at]


def is_participle(word: str) -> bool:
    if word in STATES or is_undone(word):
        return False
    regular = word.endswith("ed") and len(word) > 3 and not word.endswith("eed")
    return regular or word in PARTICIPLES


def is_undone(word: str) -> bool:
    """As in "unpaid" and "unchanged": nobody does what is not done."""
    return word.startswith("un") and not word.startswith(("under", "unit", "unlock"))


def is_adverb(word: str) -> bool:
    return word in BETWEEN or (word.endswith("ly") and word not in NOT_ADVERBS)


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
