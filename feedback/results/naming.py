from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """The language in the reader's words; its code where Django knows no name."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
