"""Small closed classes of English words that several rules share."""

import re

# Words on both sides of these do not belong together.
BREAK = re.compile(r"[,:;()\[\]–—/•]| - ")


def word_set(line: str) -> frozenset[str]:
    """A set of words written as one line: word lists are easiest to read so."""
    return frozenset(line.split())


DETERMINERS = word_set(
    "a an the this that these those my your his her its our their each every "
    "any some no another one two three which what whose"
)
# Words that begin the object of a verb, also where a noun could not stand before them.
OBJECT_STARTS = DETERMINERS | word_set("it them him us me you all both")
PREPOSITIONS = word_set(
    "of in on at by for from with about into onto over under between through "
    "during without within per via after before until since as than"
)
SUBJECTS = word_set("i you we they he she it who people")
AUXILIARIES = word_set(
    "will would can could may might must shall should do does did don't "
    "doesn't didn't cannot can't won't couldn't wouldn't shouldn't to "
    "not never always also let's please then"
)
BE = word_set("is are was were be been being am isn't aren't wasn't weren't")
HAVE = word_set("have has had having haven't hasn't hadn't")
# Plain nouns and adjectives in front of a word make it a noun: "home address".
NOUN_MODIFIERS = word_set(
    "home mailing street email e-mail web new old full current last first same "
    "other work business postal next main special good building work driver's "
    "parking cash social public death unemployment health food tax cover "
    "search arrest email office school return previous correct wrong complete "
    "temporary permanent physical real fishing official written formal"
)
FUNCTION_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | AUXILIARIES
    | BE
    | HAVE
    | OBJECT_STARTS
    | SUBJECTS
    | word_set("and or but if so because when where how why while nor yet")
)


def is_verb(before: str, word: str, after: str) -> bool:
    """Whether a word that can be noun or verb is a verb here, by its neighbors.

    When neighbors do not tell, it is taken for a noun: a missed hard word costs less
    than a false alarm.
    """
    if before in DETERMINERS or before in PREPOSITIONS or before in NOUN_MODIFIERS:
        return False
    if before in AUXILIARIES or before in SUBJECTS:
        return True
    if before.endswith("ing") and before != "helping":
        return False  # "billing address"
    if not before and word.endswith("s") and not word.endswith("ss"):
        return False  # "Addresses that do not exist"
    if after in OBJECT_STARTS and after != "that":
        return True
    return word.endswith(("ed", "ing")) and (before in BE or before in HAVE)
