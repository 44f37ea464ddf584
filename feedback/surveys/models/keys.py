from django.core.validators import RegexValidator

stable_key = RegexValidator(r"^[a-z][a-z0-9_]{0,39}$")
# Codes may begin with a digit, as points of a scale do; never with "_", which the
# product keeps for words of its own such as "_empty".
stable_code = RegexValidator(r"^[a-z0-9][a-z0-9_]{0,39}$")
