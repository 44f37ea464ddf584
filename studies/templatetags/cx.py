import re

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from studies.agencies.once import FIELD
from studies.wording import tags
from studies.wording.number_order import NUMBER

register = template.Library()
# With seven digits or ten, a 1 before them or not; a day and most case numbers differ.
# Area and exchange of the North American plan begin with 2 to 9.
PHONE = re.compile(
    r"(?:\+?1[ \u00a0.\u2010-\u2013-])?"
    r"(?:\(?[2-9]\d{2}\)?[ \u00a0.\u2010-\u2013-]{1,2})?"
    r"[2-9]\d{2}[ \u00a0.\u2010-\u2013-]\d{4}"
)
# What says of the number behind it that it calls nobody, in the languages of our pages.
NO_PHONE_BEFORE = re.compile(
    r"(?:[$€£¥₹#]|\b(?:case|file|form|control|reference|ref|claim|account|room"
    r"|caso|expediente|formulario|control|referencia|solicitud|cuenta)"
    r"(?: (?:number|no|n[uú]mero|n[uú]m|id))?"
    r"|(?:المعاملة|الملف|النموذج|الحساب|المراقبة|المرجع)|(?:案号|编号|档案|表格|账号)号?)"
    r"[ \u00a0.:#]{0,3}$",
    re.IGNORECASE,
)
LOOK_BACK = 40


@register.simple_tag
def installation() -> dict[str, str]:
    """What stands at the top and the bottom of a page that belongs to no agency."""
    return {
        "name": settings.SITE_NAME,
        "privacy_url": reverse("site-privacy"),
        "accessibility_url": reverse("site-accessibility"),
    }


@register.simple_tag
def once_field() -> SafeString:
    """The mark of one drawing of a form; see `studies.agencies.once`."""
    drawn = get_random_string(20)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, drawn)


@register.filter
def get(mapping, key):
    """`{{ mapping|get:key }}`: the value under a key that is itself a variable."""
    return mapping.get(key)


# The language's name in the page's language, and `dir` of a text in it.
register.filter("language_label", tags.language_name)
register.filter("direction", tags.direction)


@register.filter
def in_language(text: str, code: str) -> SafeString:
    """Words inside a sentence, marked where they are in another language than it."""
    if code:
        return format_html('<bdi lang="{}">{}</bdi>', code, text)
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def place_name(site) -> SafeString:
    """A partner's place as readers of the page's language call it."""
    return in_language(*site.name_in(get_language() or ""))


@register.filter
def leading_in(text: str, code: str) -> SafeString:
    """Markup of ours, whose links to other pages of ours go on in this language."""
    asked = rf'href="\1?lang={conditional_escape(code)}"'
    return mark_safe(re.sub(r'href="(/[^"?#]*)"', asked, text))


@register.filter(needs_autoescape=True)
def link_urls(text: str, autoescape: bool = True) -> SafeString:
    """Addresses become links that keep their order in a text from right to left."""
    linked = urlize(text, nofollow=False, autoescape=autoescape)
    return mark_safe(linked.replace("<a ", '<a dir="ltr" '))


@register.filter
def whole_numbers(text: str) -> SafeString:
    """Words in which no end of a line cuts a phone or case number in two."""
    whole = r'<span class="whole">\g<0></span>'
    return mark_safe(NUMBER.sub(whole, conditional_escape(text)))


@register.filter
def numbers_to_call(text: str) -> SafeString:
    """The same, and what has the form of a phone number is a link that calls it."""
    return mark_safe(NUMBER.sub(_to_call, conditional_escape(text)))


def _to_call(found: re.Match) -> str:
    number, before = found.group(), found.string[: found.start()][-LOOK_BACK:]
    if not PHONE.fullmatch(number) or NO_PHONE_BEFORE.search(before):
        return f'<span class="whole">{number}</span>'
    digits = re.sub(r"[^\d+]", "", number)
    return f'<a href="tel:{digits}"><bdi dir="ltr" class="whole">{number}</bdi></a>'


@register.filter
def isolate_urls(text: str) -> SafeString:
    """The same without links, for a preview whose addresses lead nowhere."""
    escaped = str(conditional_escape(text))
    return mark_safe(re.sub(r"https?://\S+", r'<bdi dir="ltr">\g<0></bdi>', escaped))
