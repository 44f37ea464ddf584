"""How the demo's invented people lean: chances by language and by earlier answers."""

PARTNERS = {
    "en": {"harbor": 22, "cedar": 38, "open": 40},
    "es": {"harbor": 70, "cedar": 8, "open": 22},
    "ar": {"harbor": 35, "cedar": 10, "open": 55},
    "zh-hans": {"harbor": 25, "cedar": 15, "open": 60},
}

# Who reads English as a second language takes the date for an interview more often.
INTERVIEW_PULL = {
    "en": {},
    "es": {"interview": 1.8},
    "ar": {"interview": 1.5, "not_remember": 1.3},
    "zh-hans": {"interview": 1.3, "no_date": 1.4},
}

EASE = {
    "last_day": {"1": 22, "2": 38, "3": 22, "4": 14, "5": 4},
    "interview": {"1": 4, "2": 16, "3": 22, "4": 38, "5": 20},
    "help_ends": {"1": 5, "2": 18, "3": 24, "4": 35, "5": 18},
    "written": {"1": 6, "2": 24, "3": 28, "4": 30, "5": 12},
    "no_date": {"1": 2, "2": 8, "3": 18, "4": 30, "5": 22, "not_read": 20},
    "not_remember": {"1": 4, "2": 14, "3": 30, "4": 24, "5": 10, "not_read": 18},
}

HARD = {
    "en": {
        "words": 0.34,
        "language": 0.05,
        "late": 0.18,
        "papers": 0.26,
        "phone": 0.29,
        "office": 0.12,
        "no_phone_net": 0.08,
    },
    "other": {
        "words": 0.3,
        "language": 0.58,
        "late": 0.16,
        "papers": 0.24,
        "phone": 0.27,
        "office": 0.14,
        "no_phone_net": 0.1,
    },
}

HELP_BY = {
    "en": {
        "phone": 34,
        "text": 20,
        "office": 11,
        "known_place": 14,
        "website": 10,
        "family": 6,
        "none": 5,
    },
    "es": {
        "phone": 30,
        "text": 16,
        "office": 8,
        "known_place": 30,
        "website": 3,
        "family": 11,
        "none": 2,
    },
    "ar": {"phone": 30, "text": 22, "office": 10, "known_place": 18, "family": 20},
    "zh-hans": {"phone": 20, "text": 26, "office": 8, "known_place": 22, "family": 24},
}

ABOUT = {
    "en": {"language": 0.04, "no_address": 0.06, "carer": 0.22, "disability": 0.24},
    "other": {"language": 0.86, "no_address": 0.05, "carer": 0.14, "disability": 0.13},
}
ABOUT_ALONE = {"none": 85, "not_say": 15}

ASKED_THEMES = {
    "last_day": {"send_form": 70, "papers": 25, "not_sure": 5},
    "interview": {"interview": 62, "send_form": 18, "papers": 10, "not_sure": 10},
    "help_ends": {"help_ends": 55, "send_form": 25, "papers": 15, "not_sure": 5},
    "written": {"send_form": 60, "papers": 30, "not_sure": 10},
    "no_date": {"not_sure": 55, "send_form": 25, "papers": 20},
    "not_remember": {"not_sure": 60, "send_form": 25, "papers": 15},
}


def fits(theme: str, answers: dict[str, dict]) -> bool:
    """Say whether a comment on this theme sounds right beside the other answers."""
    ease = answers["ease"].get("code")
    hard = answers["hard"].get("codes", [])
    if theme == "date":
        return answers["date_meaning"]["code"] in {"interview", "help_ends"}
    if theme == "fear":
        return answers["date_meaning"]["code"] == "help_ends"
    if theme == "good":
        return ease in {"1", "2"} and hard == ["nothing"]
    if theme in {"words", "language", "papers", "phone", "late"}:
        return theme in hard
    return ease in {"3", "4", "5"}
