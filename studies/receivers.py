"""What rooms of studies do when one that they are built on says so."""

from django.dispatch import receiver

from studies import signals
from studies.evidence import erasing


@receiver(signals.quoting_taken_back)
def quoting_taken_back(sender, *, participant, **_more):
    return {"decisions": erasing.flag_quoted(participant)}
