from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Where the people of a mailing come from."""

    CHOSEN = "chosen", _("Only the people I choose")
    STUDY = "study", _("People of the study")
    PANEL = "panel", _("People who agreed to be asked again")
    LIST = "list", _("People of one list, as they were added")
    EVERYONE = "everyone", _("Everyone on the list")


class Reached(models.TextChoices):
    """How far people came with the survey of the mailing."""

    ANY = "", _("It does not matter")
    NOT_INVITED = "not_invited", _("Not invited to this survey yet")
    NOT_ANSWERED = "not_answered", _("Invited, and did not answer")
    ANSWERED = "answered", _("Answered")
