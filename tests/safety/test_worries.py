import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.safety.worries import SAYINGS, WORDS, may_need_help, normalized

LISTED = json.loads(WORDS.read_text("utf-8"))
PHRASES = [
    (language, phrase)
    for language, topics in LISTED.items()
    if language != "about"
    for topic, phrases in topics.items()
    if topic != SAYINGS
    for phrase in phrases
]


def test_each_phrase_is_found():
    said = [f"... {phrase.replace('*', '')}!" for _language, phrase in PHRASES]

    assert [words for words in said if not may_need_help(words)] == []


@pytest.mark.parametrize(
    "said",
    [
        "I don’t want to live anymore.",
        "Some days I WANT TO DIE",
        "we have no food at home",
        "My husband hits me, and nobody asks",
        "I’m homeless and sleep outside",
        "I ran out of insulin last week",
        "This letter makes me want to die.",
        "ya no quiero vivir así",
        "No tengo comida para mis niños",
        "Mi esposo me pegó y me amenazó: me va a matar",
        "dormimos en el carro desde mayo",
        "أُرِيدُ أَنْ أَمُوت",
        "زوجي يضربني كل يوم",
        "وليس عندي طعام لأولادي",
        "我不想活了",
        "我老公打我",
        "孩子 很 饿，家里没饭吃",
        "I read the letter. 我想自杀。",
        "I’d rather be dead",
        "I would rather be dead than live like this",
        "My kids are better off with me dead; I am better off dead",
        "It would be better if I were dead",
        "I wish I wasn’t alive",
        "Me quiero matar",
        "a veces preferiría estar muerta",
        "Prefiero morir que seguir así",
        "Ya no tengo nada de comida",
        "لا يوجد عندي طعام",
        "لا يوجد لديّ أكل في البيت",
        "ليس عندنا أكل",
        "ليتني مت",
        "بدي اقتل حالي",
        "活着还不如死了",
        "死了算了",
        "家里没有东西可吃",
    ],
)
def test_somebody_may_need_help(said):
    assert may_need_help(said)


@pytest.mark.parametrize(
    "said",
    [
        "This form is killing me.",
        "The line at the office was murder, and the wait is killing us",
        "I was dying to know what the date means",
        "The date beats me",
        "My phone is dead and the battery died",
        "Cut the first paragraph. Kill the second page.",
        "It hit me that I had missed the date",
        "They cut my benefits and my hours",
        "The letter says food help, rent help, and medicine",
        "I take medicine, and I buy food at the corner shop",
        "I got evidence of my rent and my bills",
        "I almost died laughing, I want to die laughing",
        "Este formulario me mata",
        "Me pegó una sorpresa la carta",
        "Quiero morir de risa con esta carta",
        "La comida sin sal, y la medicina a tiempo",
        "هذه الاستمارة تقتلني من التعب",
        "الطعام جيد والدواء متوفر",
        "他打我的电话说表格错了",
        "这张表把我累死了，想死你们了",
        "我没有药房的地址",
        "I would rather be told by phone, the line was dead",
        "I’d rather be called; it would be better if I were asked first",
        "I wish I was not alone in the line",
        "Me quiero mudar, y me quiero matar de risa con la carta",
        "Preferiría estar en la lista, prefiero el correo",
        "En la carta no hay nada de comida ni de renta",
        "لا يوجد عندي طابعة ولا هاتف",
        "ليس عندنا وقت، والأفضل الموقع",
        "ليتني متفرغ",
        "打电话还不如上网",
        "这封信没有东西可吃惊的",
        "",
        " ",
    ],
)
def test_words_about_paperwork_raise_nothing(said):
    assert not may_need_help(said)


def test_one_flag_too_many_is_preferred_to_one_too_few():
    assert may_need_help("This form makes me want to die.")
    assert may_need_help("A suicidal amount of paper")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    assert may_need_help(text) in (True, False)


@given(st.text(max_size=80), st.sampled_from(PHRASES), st.text(max_size=80))
def test_a_phrase_is_found_wherever_it_stands(before, listed, after):
    _language, phrase = listed

    said = f"{before} . {phrase.replace('*', '')} . {after}"

    assert may_need_help(said) or _is_in_a_saying(said)


def _is_in_a_saying(said: str) -> bool:
    plain = normalized(said)
    return any(
        s in plain
        for topics in LISTED.values()
        if topics is not LISTED["about"]
        for s in topics[SAYINGS]
    )
