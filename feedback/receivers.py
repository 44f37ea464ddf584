"""What feedback does when studies say so, inside the same transaction."""

from django.dispatch import receiver

from feedback.results import taking_back
from studies import signals


@receiver(signals.answers_taken_back)
def answers_taken_back(sender, *, participants, responses, **_more):
    return taking_back.take_back_all(participants=participants, responses=responses)
