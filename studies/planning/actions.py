from django.db import transaction

from studies.planning.models import Activity


@transaction.atomic
def stamp_published(activity_id: int, *, languages: list[str]) -> Activity:
    """Record that an activity is ready for people, and in which languages."""
    activity = Activity.objects.select_for_update().get(pk=activity_id)
    activity.state = Activity.State.PUBLISHED
    activity.languages_ready = languages
    activity.save(update_fields=["state", "languages_ready"])
    return activity
