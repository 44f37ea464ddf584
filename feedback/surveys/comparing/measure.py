"""Whether two wordings say the same, by a measure that can be stated to a person.

The same are: texts that differ in case, punctuation or white space alone; and in
English, texts in which at most one word in eight is a mended typo. A typo is two
neighboring letters swapped or a letter doubled, or in words of seven letters and more
one letter inside that is other, lost or too many. It keeps the word's first letter.
Anything else may mean something else, and so counts as another wording.
"""

import re
import unicodedata

# A name in braces or brackets stands for words of its own; a number is never a typo.
TOKEN = re.compile(r"\{\{.*?\}\}|\[[^\]]*\]|\S+", re.DOTALL)
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
WORDS_A_TYPO = 8
SHORTEST, SHORTEST_INSIDE = 3, 7

# Words that are one slip apart and mean different things.
PAIRS = """
angel angle|bellow below|casual causal|coma comma|complement compliment|current currant
|desert dessert|diner dinner|discrete discreet|filing filling|form from|hoping hopping
|later latter|loose lose|marital martial|massage message|planed planning|quiet quite
|sacred scared|staring starring|super supper|three there|trail trial|tow two
|united untied|taping tapping|stationary stationery|principal principle|ration ratio
"""
LOOKALIKES = {frozenset(pair.split()) for pair in PAIRS.split("|")}


def says_the_same(old: str, new: str, language: str) -> bool:
    before, after = words(old), words(new)
    if before == after:
        return True
    if language.partition("-")[0] != "en" or len(before) != len(after):
        return False
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    allowed = max(1, len(before) // WORDS_A_TYPO)
    return len(pairs) <= allowed and all(is_typo(*pair) for pair in pairs)


def words(text: str) -> list[str]:
    """The words as they are compared: no case, no punctuation, one kind of letter."""
    plain = unicodedata.normalize("NFKC", text).translate(APOSTROPHES)
    found = []
    for token in TOKEN.findall(plain):
        if token[0] in "{[" and token[-1] in "}]":
            found.append(token)
            continue
        found += _bare(token).casefold().split()
    return found


def _bare(token: str) -> str:
    """A token without its punctuation; inside numbers and words it may matter."""
    kept = []
    for index, sign in enumerate(token):
        beside = token[index - 1 : index], token[index + 1 : index + 2]
        inside_number = all(side.isdigit() for side in beside)
        inside_word = sign == "'" and all(side.isalpha() for side in beside)
        before_number = sign == "-" and index == 0 and beside[1].isdigit()
        is_mark = unicodedata.category(sign)[0] == "P" and sign not in "%&#@*"
        is_kept = inside_number or inside_word or before_number
        kept.append(" " if is_mark and not is_kept else sign)
    return "".join(kept)


def is_typo(old: str, new: str) -> bool:
    """Whether two English words are one word, of which one is spelled wrong."""
    if not (old.isalpha() and new.isalpha() and old[0] == new[0]):
        return False
    if min(len(old), len(new)) < SHORTEST or frozenset((old, new)) in LOOKALIKES:
        return False
    if _is_swap(old, new) or _is_doubling(old, new):
        return True
    is_inside = old[-1] == new[-1] and min(len(old), len(new)) >= SHORTEST_INSIDE
    return is_inside and _is_one_letter(old, new)


def _is_swap(old: str, new: str) -> bool:
    places = [
        i for i, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1
    ]
    if len(old) != len(new) or len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return old[first] == new[second] and old[second] == new[first]


def _is_doubling(old: str, new: str) -> bool:
    short, long = sorted((old, new), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(
        long[i] == long[i - 1] and long[:i] + long[i + 1 :] == short
        for i in range(1, len(long))
    )


def _is_one_letter(old: str, new: str) -> bool:
    short, long = sorted((old, new), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(old, new, strict=True)) == 1
    if len(long) - len(short) != 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
