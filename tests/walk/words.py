"""What people write on the way: a document with questions, its translations, answers."""

from feedback.demo import content

TITLE = "Your decision letter"
TRUST = "How our office does"
ALONE = "Our waiting room"
HEAVY_PURPOSE = "We utilize your answers to fix the letter."
PURPOSE = "We use your answers to fix the letter."
TRUST_PURPOSE = "We want to know how our office does. You choose if you answer."
THANKS = "Thank you for your help."

KINDS = ["one_choice", "short_text", "scale", "several_choices", "long_text"]
GOT_LETTER = (
    "In the last 12 months, did you get a letter that asked you to renew your Food "
    "Help?"
)
ASKED = "In a few words, what did the letter ask you to do?"
EASE = "How easy or hard was it to understand the letter?"
HARD = "What, if anything, made it hard for you to renew in the last 12 months?"
CHANGE = "If you could change one thing in the letter, what would it be?"
DOCUMENT = f"""
1. {GOT_LETTER}
- Yes
- No
- I am not sure

2. {ASKED}

3. {EASE}
( ) Very easy
( ) Easy
( ) Not easy and not hard
( ) Hard
( ) Very hard
( ) I did not read it

4. {HARD}
[ ] The words were hard
[ ] It was not in my language
[ ] It came late
[ ] It came late

5. {CHANGE}
"""
MENDED = [
    "The words were hard",
    "It was not in my language",
    "It came late",
    "None of these",
]
SAID_ASKED = "Mandar un papel con la fecha"
SAID_CHANGE = "Digan primero la fecha, con letra grande"
NEW = {
    TITLE: {"es": "Su carta de decisión", "ar": "خطاب القرار الذي وصلكم"},
    PURPOSE: {
        "es": "Usamos sus respuestas para arreglar la carta.",
        "ar": "نستخدم إجاباتكم لإصلاح الخطاب.",
    },
    THANKS: {"es": "Gracias por su ayuda.", "ar": "شكرًا لمساعدتكم."},
    TRUST: {"es": "Cómo trabaja nuestra oficina", "ar": "كيف يعمل مكتبنا"},
    TRUST_PURPOSE: {
        "es": "Queremos saber cómo trabaja nuestra oficina. Usted decide si responde.",
        "ar": "نريد أن نعرف كيف يعمل مكتبنا. أنتم تقررون هل تجيبون.",
    },
}
# The federal survey comes with Spanish; these are its other words.
STARTER_IN_ARABIC = {
    "Based on my experience": "بناءً على تجربتي، أثق بأن المكتب يؤدي مهمته لخدمة الناس.",
    "Thumbs up": "إبهام إلى أعلى",
    "Thumbs down": "إبهام إلى أسفل",
    "What went well?": "ما الذي سار على ما يرام؟",
    "My need was addressed": "لُبّيت حاجتي",
    "It was easy to complete": "كان من السهل إنجاز ما أحتاج إليه",
    "It took a reasonable amount of time": "استغرق وقتًا معقولًا",
    "I understood what was": "فهمت طوال الوقت ما طُلب مني",
    "I was treated fairly": "عوملت بإنصاف",
    "Employees I interacted with were helpful": "ساعدني الموظفون الذين تعاملت معهم",
    "Something else": "شيء آخر",
    "What didn't go so well?": "ما الذي لم يسر على ما يرام؟",
    "My need was not addressed": "لم تُلبَّ حاجتي",
    "It was not easy to complete": "لم يكن من السهل إنجاز ما أحتاج إليه",
    "It did not take a reasonable": "لم يستغرق وقتًا معقولًا",
    "I did not understand what": "لم أفهم طوال الوقت ما طُلب مني",
    "I was not treated fairly": "لم أعامل بإنصاف",
    "Employees I interacted with were not": "لم يساعدني الموظفون الذين تعاملت معهم",
    "Please do not write names": "لا تكتبوا أسماء أو أرقام هواتف أو أرقام ملفات.",
    "Is there anything else": "هل هناك شيء آخر تودون قوله لنا؟",
}


def in_language(source: str, code: str) -> str:
    """A translation, made for this walk or taken from the demo's survey."""
    for begins, arabic in STARTER_IN_ARABIC.items():
        if code == "ar" and source.startswith(begins):
            return arabic
    return (NEW | demo_words())[source][code]


def demo_words() -> dict[str, dict[str, str]]:
    questions = content.load("survey_letter")["questions"]
    labels = [question["label"] for question in questions]
    labels += [choice["label"] for q in questions for choice in q["choices"]]
    return {label["en"]: label for label in labels}


# The ready words in which somebody agrees to be quoted, in Spanish.
MAY_QUOTE = "Pueden mostrar mis palabras a otras personas, sin mi nombre."
