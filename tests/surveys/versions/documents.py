"""Small compiled documents, and one edit of them at a time."""

from copy import deepcopy
from typing import Any


def choice(code: str, **fields) -> dict[str, Any]:
    plain = {"exclusive": False, "other": False, "apart": False, "driver": ""}
    return {"code": code, **plain, **fields}


def question(key: str, kind: str = "one_choice", codes=("yes", "no"), **fields):
    values = {"required": False, "locked": False, "show_when": None, "settings": {}}
    choices = [choice(code) for code in codes]
    return {
        "key": key,
        "kind": kind,
        **values,
        "choices": choices,
        "rows": [],
        **fields,
    }


def document(*questions: dict, **fields) -> dict[str, Any]:
    """Two questions in English and Spanish, or those given."""
    questions = list(questions) or [
        question("heard"),
        question("ease", "scale", ("1", "2", "3")),
        question("why", "long_text", ()),
    ]
    english = {"title": "Your letter", "purpose": "We mend our letters."}
    spanish = {"title": "Su carta", "purpose": "Mejoramos nuestras cartas."}
    for row in questions:
        english |= texts_of(row, "How was {0} for you?", "Choice {0}")
        spanish |= texts_of(row, "¿Cómo le fue con {0}?", "Opción {0}")
    values = {
        "format": 2,
        "source_language": "en",
        "languages": ["en", "es"],
        "later_languages": [],
        "anonymous": True,
        "texts": {"en": english, "es": spanish},
        "sections": [],
        "questions": questions,
        "rules": [],
        "pages": [[row["key"]] for row in questions],
    }
    return values | fields


def texts_of(row: dict, asked: str, offered: str) -> dict[str, str]:
    key = row["key"]
    choices = {f"{key}:{c['code']}": offered.format(c["code"]) for c in row["choices"]}
    return {key: asked.format(key)} | choices


def edited(old: dict, **texts: str) -> dict[str, Any]:
    """A copy with English texts changed; names with a colon are given with `__`."""
    new = deepcopy(old)
    for name, text in texts.items():
        new["texts"]["en"][name.replace("__", ":")] = text
    return new


def of(document_: dict, key: str) -> dict[str, Any]:
    return next(row for row in document_["questions"] if row["key"] == key)
