from django import template

from studies.wording import tags

register = template.Library()
register.filter("language_name", tags.language_name)
