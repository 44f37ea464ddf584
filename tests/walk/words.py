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
}


def in_language(source: str, code: str) -> str:
    """A translation, made for this walk or taken from the demo's survey."""
    return (NEW | demo_words())[source][code]


def demo_words() -> dict[str, dict[str, str]]:
    questions = content.load("survey_letter")["questions"]
    labels = [question["label"] for question in questions]
    labels += [choice["label"] for q in questions for choice in q["choices"]]
    return {label["en"]: label for label in labels}
