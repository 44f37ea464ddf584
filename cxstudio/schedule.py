"""What the scheduler wakes a worker for. Nothing is lost when it sleeps: the work waits
in tables, and each task does whatever is due."""

from celery.schedules import crontab

TASKS = {
    "invitations": {"task": "agencies.mail_invitations", "schedule": 60.0},
    "outreach-due": {"task": "outreach.deliver_due", "schedule": 60.0},
    "answers-fold": {"task": "results.fold_waiting", "schedule": 10.0},
    # At night, when nobody's answer stands beside it.
    "updates-kept": {"task": "people.keep_requests", "schedule": crontab(30, 3)},
    # What people were told that it would be erased, at 4:10.
    "answers-unsent": {"task": "answering.erase_unsent", "schedule": crontab(10, 4)},
    # Each hour, because the night comes at another hour where another agency is.
    "kiosks-wiped": {"task": "answering.wipe_left", "schedule": crontab(minute=10)},
    "links-openings": {"task": "partners.store_openings", "schedule": 60.0},
}
