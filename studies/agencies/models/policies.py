"""Numbers of the product's rules: each default stands here, and how far an agency may
go from it. Nobody may write to people more often than the bounds say."""

from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Policy:
    default: int
    least: int
    most: int

    def field(self, label: str, help_text: str = "") -> models.Field:
        return models.PositiveSmallIntegerField(
            label,
            default=self.default,
            db_default=self.default,
            validators=[MinValueValidator(self.least), MaxValueValidator(self.most)],
            help_text=help_text,
        )


# Hours of the day where the person is: messages go out from 9:00 to 20:00.
MAIL_FROM, MAIL_UNTIL = Policy(9, 8, 12), Policy(20, 16, 20)
# 1 invitation to a new study in 30 days, 3 in 12 months; an agency may ask less often.
CAP_DAYS, CAP_IN_A_YEAR = Policy(30, 30, 365), Policy(3, 1, 3)
# At most 2 reminders for each invitation, 3 days apart.
MOST_REMINDERS, REMINDER_DAYS = Policy(2, 0, 2), Policy(3, 3, 30)

OF_AGENCY = {
    "mail_from": MAIL_FROM,
    "mail_until": MAIL_UNTIL,
    "cap_days": CAP_DAYS,
    "cap_in_a_year": CAP_IN_A_YEAR,
    "most_reminders": MOST_REMINDERS,
    "reminder_days": REMINDER_DAYS,
}


def within_bounds() -> Q:
    """Every number of an agency is one that it may choose."""
    ranges = {
        f"{name}__range": (policy.least, policy.most)
        for name, policy in OF_AGENCY.items()
    }
    return Q(**ranges)
