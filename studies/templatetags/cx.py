from django import template

register = template.Library()


@register.filter
def get(mapping, key):
    """`{{ mapping|get:key }}`: the value under a key that is itself a variable."""
    return mapping.get(key)
