"""English verb forms, so that a replaced verb keeps its tense."""

from studies.wording.english import word_set

# base: (third person, past, participle, -ing)
IRREGULAR = {
    "be": ("is", "was", "been", "being"),
    "begin": ("begins", "began", "begun", "beginning"),
    "bind": ("binds", "bound", "bound", "binding"),
    "buy": ("buys", "bought", "bought", "buying"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "do": ("does", "did", "done", "doing"),
    "find": ("finds", "found", "found", "finding"),
    "get": ("gets", "got", "gotten", "getting"),
    "give": ("gives", "gave", "given", "giving"),
    "go": ("goes", "went", "gone", "going"),
    "have": ("has", "had", "had", "having"),
    "hold": ("holds", "held", "held", "holding"),
    "hurt": ("hurts", "hurt", "hurt", "hurting"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "leave": ("leaves", "left", "left", "leaving"),
    "let": ("lets", "let", "let", "letting"),
    "lose": ("loses", "lost", "lost", "losing"),
    "make": ("makes", "made", "made", "making"),
    "meet": ("meets", "met", "met", "meeting"),
    "pay": ("pays", "paid", "paid", "paying"),
    "run": ("runs", "ran", "run", "running"),
    "say": ("says", "said", "said", "saying"),
    "see": ("sees", "saw", "seen", "seeing"),
    "send": ("sends", "sent", "sent", "sending"),
    "set": ("sets", "set", "set", "setting"),
    "show": ("shows", "showed", "shown", "showing"),
    "speed": ("speeds", "sped", "sped", "speeding"),
    "spend": ("spends", "spent", "spent", "spending"),
    "take": ("takes", "took", "taken", "taking"),
    "tell": ("tells", "told", "told", "telling"),
    "think": ("thinks", "thought", "thought", "thinking"),
}
DOUBLING = word_set("commit drop permit plan stop submit transmit")
VOWELS = "aeiou"
FORMS = ("base", "third", "past", "participle", "ing")


def inflect(phrase: str, form: str) -> str:
    """The phrase with its first word, a verb, in the named form of FORMS."""
    verb, _, rest = phrase.partition(" ")
    return f"{forms(verb)[form]} {rest}".strip()


def forms(verb: str) -> dict[str, str]:
    if verb in IRREGULAR:
        return dict(zip(FORMS, (verb, *IRREGULAR[verb]), strict=True))
    past = past_of(verb)
    return dict(
        zip(FORMS, (verb, third_of(verb), past, past, ing_of(verb)), strict=True)
    )


def third_of(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    return verb[:-1] + "ies" if ends_in_y(verb) else verb + "s"


def past_of(verb: str) -> str:
    if verb in DOUBLING:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if ends_in_y(verb) else verb + "ed"


def ing_of(verb: str) -> str:
    if verb in DOUBLING:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe")):
        return verb[:-1] + "ing"
    return verb + "ing"


def ends_in_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in VOWELS
