"""Small compiled documents, as far as rules read them."""


def question(key, *codes, kind="", **fields):
    kind = kind or ("one_choice" if codes else "short_text")
    choices = [
        {"code": code, "exclusive": False, "other": False, "apart": False, "driver": ""}
        for code in codes
    ]
    values = {
        "key": key,
        "kind": kind,
        "required": False,
        "locked": False,
        "show_when": None,
        "require_when": None,
        "section": None,
        "settings": {},
        "rows": [],
        "choices": choices,
    }
    return values | fields


def rule(effect, tree, *, key="rule1", after=None, to=None):
    return {"key": key, "effect": effect, "tree": tree, "after": after, "to": to}


def document(*questions, rules=(), **sections):
    """`sections` are their keys with the rule that each shows by."""
    return {
        "format": 2,
        "source_language": "en",
        "languages": ["en"],
        "later_languages": [],
        "anonymous": True,
        "texts": {"en": {"title": "Survey"} | {q["key"]: q["key"] for q in questions}},
        "questions": list(questions),
        "sections": [{"key": k, "show_when": tree} for k, tree in sections.items()],
        "rules": list(rules),
        "pages": [[q["key"]] for q in questions],
    }


def picks(key, code):
    return {"op": "is", "question": key, "choice": code}
