"""English rules about names and nouns: noun strings, unexplained abbreviations."""

import re
from collections.abc import Iterator

from studies.wording.english import FUNCTION_WORDS, word_set
from studies.wording.findings import Finding, Level, Rule
from studies.wording.sentences import Sentence, Word

MOST_NOUNS = 3
NOUN_ENDINGS = tuple(
    word_set(
        "tion sion ment ity ness ance ence ship age ure ism ist ery ology ance "
        "ency ancy tions sions ments ities ances ences ures ists ers ors"
    )
)
NOUNS = word_set(
    "access account action agency aid air animal area assistance bank benefit "
    "bill board budget building business care case center change child "
    "children city class client committee community company computer contact "
    "contract control cost council county course court customer data date "
    "deadline design disaster document drug education emergency energy "
    "engineer error evidence family farm fee field file fire flood food form "
    "fund goal grant group growth guidance hardship harvest health help home "
    "hospital hour house housing human income industry insurance interview "
    "issue job laboratory land law leader letter level license life line list "
    "loan loss mail management market meeting member mine mortgage network "
    "notice number office order page paper parent park patient pay people "
    "performance period person phone plan plant policy power price procedure "
    "procedures process product program project property protection provider "
    "quality rate record records recovery region renewal rent report request "
    "research resource review right rights risk road rule safety salary school "
    "science security service services site skill soil sport staff standard "
    "state status step store strategy street student study support surface "
    "survey system task tax team technology test time tool traffic training "
    "transport travel treatment trust unit update vehicle veteran visit "
    "volunteer wage waste water web website week welfare wildlife work worker "
    "workplace year youth"
)
MODIFIERS = word_set(
    "underground federal national local public private rural urban annual "
    "draft joint interim final online social medical financial legal technical"
)
# Endings of NOUN_ENDINGS on words that are no nouns.
OTHERS = word_set(
    "others yours hers ours theirs manage engage encourage sure ensure measure "
    "make sentence age exist consist assist insist resist persist capture "
    "helps secure pure mature very every however never ever over under after mention"
)
KNOWN = word_set(
    "US USA UK EU UN TV PC ID PIN ATM AM PM AD BC OK QR ZIP PO FBI NASA IRS "
    "SMS PDF FAQ URL GPS DVD CD USB DNA HIV AIDS VIP DIY CEO PHD MD II III IV "
    "VI VII VIII IX XI XII NA TTY LGBT LGBTQ COVID UFO DC NY LA CA TX FL ET PT "
    "CT EST PST CST DMV STOP HTML GED ER ICU KB MB GB PNG JPEG DNI NIE CURP EE UU IVA VIH ADN"
)
# Short words that people write in capitals for force.
SHOUTED = word_set(
    "A ALL ALSO AN AND ANY ARE AS ASK AT BE BOTH BUT BY CALL CAN DATE DAY DO "
    "DUE EACH END FEE FILE FOR FORM FREE FROM GET GIVE GO HAS HAVE HELP HERE "
    "HOW IF IMPORTANT IN INFO IS IT KEEP LAST LATE MAY MORE MUST NAME NEED "
    "NEVER NEW NEXT NO NOT NOTE NOW OF OFF ON ONE ONLY OPEN OR OUR OUT OVER "
    "PAY PLEASE READ REPLY SAVE SEE SEND SIGN START STOP TELL TEXT THAT THE "
    "THEN THIS TIME TO TOP TWO UNTIL UP USE WARNING WE WHAT WHEN WHO WHY WILL "
    "WITH YES YOU YOUR QUIT FINAL"
)
CAPITALS = re.compile(r"[A-Z]{2,5}s?\d{0,2}$")


def noun_strings(sentence: Sentence, place: str) -> Iterator[Finding]:
    run: list[Word] = []
    for word in sentence.words:
        is_noun = is_noun_like(word)
        if is_noun and (not run or word.start == run[-1].end + 1):
            run.append(word)
            continue
        if len(run) > MOST_NOUNS:
            yield from long_run(run, place)
        run = [word] if is_noun else []
    yield from long_run(run, place)


def long_run(run: list[Word], place: str) -> Iterator[Finding]:
    """A run counts when it is past the limit and ends in a noun, not a name."""
    nouns = sum(word.lower not in MODIFIERS for word in run)
    if len(run) > MOST_NOUNS and nouns >= MOST_NOUNS:
        yield Finding(
            Rule.NOUN_STRING,
            place,
            run[0].start,
            run[-1].end,
            level=Level.NOTE,
            facts=(("words", len(run)),),
        )


def is_noun_like(word: Word) -> bool:
    """Known nouns and typical endings, in small letters: names are names."""
    text = word.text
    if not text.islower() or text in FUNCTION_WORDS or text in OTHERS:
        return False
    if text in NOUNS or text in MODIFIERS or text.removesuffix("s") in NOUNS:
        return True
    return len(text) > 5 and text.endswith(NOUN_ENDINGS)


def abbreviations(
    text: str, sentences: tuple[Sentence, ...], place: str
) -> Iterator[Finding]:
    """Each unexplained abbreviation where it first stands."""
    seen: set[str] = set()
    for sentence in sentences:
        for at, word in enumerate(sentence.words):
            if not CAPITALS.match(word.text) or is_shouted(sentence.words, at):
                continue
            short = word.text.rstrip("s")
            if short in KNOWN or short in seen:
                continue
            seen.add(short)
            if not is_explained(text, short):
                yield Finding(
                    Rule.ABBREVIATION,
                    place,
                    word.start,
                    word.end,
                    level=Level.NOTE,
                    facts=(("word", word.text),),
                )


def is_shouted(words: tuple[Word, ...], at: int) -> bool:
    """Capitals used for force: a common word, or one of a run of capitals."""
    if words[at].text in SHOUTED:
        return True
    near = words[max(0, at - 2) : at + 3]
    capitals = [word for word in near if word.text.isupper() and len(word.text) > 1]
    return len(capitals) >= 3 or any(len(word.text) > 5 for word in capitals)


def is_explained(text: str, short: str) -> bool:
    """Whether "Some Long Name (SLN)" or "SLN (some long name)" stands in the text."""
    name = re.escape(short)
    return bool(re.search(rf"\({name}s?\)|\b{name}s?\s*\([^)]{{6,}}\)", text))
