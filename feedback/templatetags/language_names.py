from django import template

from feedback.results import naming

register = template.Library()
register.filter("language_name", naming.language_name)
