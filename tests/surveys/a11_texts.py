"""The federal survey, A-11 section 280, version 2, as a designer types it."""

SERVICE, AGENCY = "Food Help", "the Office of Household Support"
TITLE = "How was your visit?"
PURPOSE = "We want to serve you better. Tell us how it went."
TRUST = (
    f"Based on my experience with {SERVICE}, I trust {AGENCY} to deliver on their "
    "mission for the American public."
)
POINTS = [
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
]
WELL, NOT_WELL = "What went well?", "What didn't go so well?"
GOOD = [
    "My need was addressed",
    "It was easy to complete what I needed to do",
    "It took a reasonable amount of time",
    "I understood what was being asked of me throughout",
    "I was treated fairly",
    "Employees I interacted with were helpful",
    "Something else",
]
BAD = [
    "My need was not addressed",
    "It was not easy to complete what I needed to do",
    "It did not take a reasonable amount of time",
    "I did not understand what was being asked of me",
    "I was not treated fairly",
    "Employees I interacted with were not helpful",
    "Something else",
]
MORE = "Is there anything else you want to tell us?"

SPANISH = [
    "¿Cómo le fue en su visita?",
    "Queremos servirle mejor. Díganos cómo le fue.",
    "Según mi experiencia con Food Help, confío en que la Oficina cumple su misión.",
    "Totalmente en desacuerdo",
    "En desacuerdo",
    "Ni de acuerdo ni en desacuerdo",
    "De acuerdo",
    "Totalmente de acuerdo",
    "¿Qué salió bien?",
    "Se atendió mi necesidad",
    "Fue fácil completar lo que necesitaba hacer",
    "Tomó un tiempo razonable",
    "Entendí en todo momento lo que se me pedía",
    "Me trataron de manera justa",
    "Las personas que me atendieron me ayudaron",
    "Otra cosa",
    "¿Qué no salió tan bien?",
    "No se atendió mi necesidad",
    "No fue fácil completar lo que necesitaba hacer",
    "No tomó un tiempo razonable",
    "No entendí lo que se me pedía",
    "No me trataron de manera justa",
    "Las personas que me atendieron no me ayudaron",
    "¿Quiere decirnos algo más?",
]
CHINESE = [
    "您这次办事顺利吗？",
    "我们想更好地为您服务。请告诉我们情况如何。",
    "根据我使用 Food Help 的经历，我相信该办公室能为美国公众履行其使命。",
    "非常不同意",
    "不同意",
    "既不同意也不反对",
    "同意",
    "非常同意",
    "哪些方面做得好？",
    "我的需求得到了解决",
    "我要办的事很容易办完",
    "所花的时间合理",
    "我始终明白对我的要求",
    "我受到了公平对待",
    "接待我的工作人员帮到了我",
    "其他",
    "哪些方面做得不够好？",
    "我的需求没有得到解决",
    "我要办的事不容易办完",
    "所花的时间不合理",
    "我不明白对我的要求",
    "我没有受到公平对待",
    "接待我的工作人员没有帮到我",
    "您还有什么想告诉我们的吗？",
]


def english() -> list[str]:
    """Each text that is translated once, in the order of the lists above."""
    texts = [TITLE, PURPOSE, TRUST, *POINTS, WELL, *GOOD, NOT_WELL, *BAD, MORE]
    return list(dict.fromkeys(texts))


def in_language(texts: list[str]) -> dict[str, str]:
    return dict(zip(english(), texts, strict=True))
