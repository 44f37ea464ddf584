from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def get(mapping, key):
    """`{{ mapping|get:key }}`: the value under a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def language_label(code: str) -> str:
    """The language's name in the page's language; a code that nobody knows as it is."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def direction(code: str) -> str:
    """`dir` of a text in this language."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
