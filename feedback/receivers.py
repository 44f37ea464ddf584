"""What feedback does when studies say so, inside the same transaction."""

from django.dispatch import receiver

from feedback.answering import unsent
from feedback.results import letting_go, taking_back
from studies import signals


@receiver(signals.answers_taken_back)
def answers_taken_back(sender, *, participants, responses, dry_run, **_more):
    return taking_back.take_back_all(
        participants=participants, responses=responses, dry_run=dry_run
    )


@receiver(signals.answers_over)
def answers_over(sender, *, study, dry_run, **_more):
    return letting_go.let_go(study, dry_run=dry_run)


@receiver(signals.answers_unsent)
def answers_unsent(sender, *, agency, dry_run, **_more):
    return {"unsent": unsent.settle_agency(agency, dry_run=dry_run)}
