"""Spanish rules for any text: passive, hidden verbs, "y/o", negatives, empty starts."""

import re
from collections.abc import Iterator

from studies.wording.english import word_set
from studies.wording.findings import Finding, Level, Rule
from studies.wording.phrase_rules import SLASH, at
from studies.wording.sentences import Sentence
from studies.wording.verb_rules import marked

SER = word_set(
    "ser es son fue fueron era eran será serán sería serían sea sean sido siendo"
)
HABER = word_set("ha han había habían haya hayan haber")
IRREGULAR = re.compile(
    r"(?:hech|escrit|vist|puest|dich|abiert|cubiert|resuelt|devuelt|impres|inscrit|"
    r"descrit|suscrit|impuest|expuest|dispuest)[oa]s?$"
)
REGULAR = re.compile(r"\w{2,}[aií]d[oa]s?$")
# Written like participles, but they name a thing or say how something is.
STATES = re.compile(
    r"(?:casad|cansad|divertid|aburrid|adecuad|complicad|delicad|educad|demasiad|pasad|"
    r"estad|mercad|resultad|significad|cuidad|grad|privad|limitad|variad|avanzad|elevad|"
    r"parecid|conocid|desconocid|querid|sentid|unid|debid|agradecid|bienvenid|abogad|"
    r"emplead|jurad|soldad|certificad|juzgad|encargad|interesad|indicad|apropiad|lad|"
    r"jubilad|divorciad|separad|obligad|responsabilidad|comid|bebid|vid|ciudad|salid|"
    r"entrad|llamad|ayud|medid|nad|cad|tod|segund|partid|pedid|ruid|apellid|vestid|"
    r"refugiad|discapacitad|necesitad|preocupad|ocupad|confundid|complicad|reducid|"
    r"cerrad|perdid|dad)[oa]s?$"
)
BETWEEN = word_set("no ya también siempre nunca todavía aún luego así")
AND_OR = re.compile(r"\by\s?/\s?[ou]\b", re.IGNORECASE)
HIDDEN = re.compile(
    r"\b(?:(?:realiz|efectu|practic)\w+|proced\w+ a|llev\w+ a cabo|hac\w+|d(?:a|ar|an))"
    r" (?:(?:la|el|una|un|su|las|los|sus) )?(?P<noun>(?!información|atención|petición|"
    r"condición|habitación|vacunación|medicación|educación|dirección|opción|momento|"
    r"documento|medicamento|alimentación|sección|canción|elección)"
    r"\w{3,}(?:ción|ciones|sión|siones|miento|mientos))\b",
    re.IGNORECASE,
)
EMPTY_START = re.compile(
    r"\b(?:por medio de|mediante|a través de) (?:la|este|esta) "
    r"(?:presente|carta|escrito|notificación)\b"
    r"|\bse le (?:notifica|informa|comunica|hace saber|recuerda|advierte)\b(?: que)?"
    r"|\bcabe (?:señalar|destacar|mencionar|recordar) que\b"
    r"|\b(?:le|les) (?:informamos|comunicamos|notificamos|recordamos) (?:de )?que\b"
    r"|\bes (?:importante|necesario|preciso|conveniente|obligatorio|imprescindible) que\b"
    r"|\btenga(?:n)? en cuenta que\b",
    re.IGNORECASE,
)
NOT_YOU = re.compile(
    r"\b(?:el|la|los|las|todo|toda|cada|cualquier) (?:solicitante|interesad[oa]|"
    r"beneficiari[oa]|contribuyente|titular|arrendatari[oa]|perceptor|perceptora|"
    r"participante|administrad[oa]|recurrente|demandante|compareciente|usuari[oa])(?:e?s)?\b"
    r"(?! de (?:la|el|los|las) (?:cuenta|casa))",
    re.IGNORECASE,
)
DOUBLE_NEGATIVE = re.compile(
    r"\bno (?:es |son |fue |está |resulta )?(?:in|im|i|des)(?:frecuente|usual|posible|"
    r"necesari[oa]|correct[oa]|complet[oa]|cierto|legal|conocid[oa]|favorable)s?\b"
    r"|\bno (?:(?! y | o | pero |[.,;:!?\n]).){1,60}?\b(?:salvo que|salvo|excepto|a menos que|"
    r"a no ser que|sin que)\b",
    re.IGNORECASE,
)


def spanish_phrases(text: str, place: str) -> Iterator[Finding]:
    if "/" in text:
        for match in AND_OR.finditer(text):
            yield at(Rule.AND_OR, place, match, "o", level=Level.WARNING)
        for match in SLASH.finditer(text):
            fix = match.group().replace("/", " o ")
            yield at(Rule.SLASH, place, match, fix)
    yield from (at(Rule.EMPTY_START, place, m) for m in EMPTY_START.finditer(text))
    yield from (at(Rule.NOT_YOU, place, m) for m in NOT_YOU.finditer(text))
    for match in HIDDEN.finditer(text):
        yield Finding(
            Rule.HIDDEN_VERB,
            place,
            *match.span(),
            facts=(("noun", match["noun"]),),
        )
    for match in DOUBLE_NEGATIVE.finditer(text):
        yield at(Rule.DOUBLE_NEGATIVE, place, match, level=Level.WARNING)


def spanish_passive(sentence: Sentence, place: str) -> Iterator[Finding]:
    """A form of "ser" and a participle, with at most two adverbs between them."""
    words = sentence.words
    for place_of, word in enumerate(words):
        if word.lower not in SER:
            continue
        before = words[place_of - 1] if place_of else word
        first = before if before.lower in HABER else word
        for after in words[place_of + 1 : place_of + 4]:
            if is_participle(after.lower):
                yield marked(Rule.PASSIVE, place, first, after)
                break
            if after.lower not in BETWEEN and not after.lower.endswith("mente"):
                break


def is_participle(word: str) -> bool:
    if IRREGULAR.match(word):
        return True
    return bool(REGULAR.match(word)) and STATES.match(word) is None
