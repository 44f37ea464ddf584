"""What the scheduler wakes a worker for. Nothing is lost when it sleeps: the work waits
in tables, and each task does whatever is due."""

from celery.schedules import crontab

TASKS = {
    "invitations": {"task": "agencies.mail_invitations", "schedule": 60.0},
    "mailings-ready": {"task": "outreach.get_ready", "schedule": 60.0},
    "outreach-due": {"task": "outreach.deliver_due", "schedule": 60.0},
    "thanks-due": {"task": "outreach.thank_due", "schedule": 300.0},
    "provider-news": {"task": "outreach.fold_news", "schedule": 10.0},
    "provider-news-old": {"task": "outreach.forget_news", "schedule": crontab(40, 3)},
    # Each hour: whoever stands on a list is told on the day on which it happened.
    "added-told": {"task": "outreach.tell_added", "schedule": crontab(minute=40)},
    "visits-due": {"task": "sessions.deliver_due", "schedule": 60.0},
    "visits-news": {"task": "sessions.fold_news", "schedule": 10.0},
    "answers-fold": {"task": "results.fold_waiting", "schedule": 10.0},
    "people-files": {"task": "intake.work_due", "schedule": 60.0},
    # At night, when nobody's answer stands beside it.
    "updates-kept": {"task": "people.keep_requests", "schedule": crontab(30, 3)},
    # After that: what has to go goes, and whoever asked to be asked again gets our
    # letter in the morning.
    "retention": {"task": "withdrawal.retention", "schedule": crontab(0, 4)},
    # What people were told that it would be erased, as soon as their last day is over:
    # each hour, because a day ends at another hour where another agency is.
    "answers-unsent": {
        "task": "answering.erase_unsent",
        "schedule": crontab(minute=1),
    },
    "kiosks-wiped": {"task": "answering.wipe_left", "schedule": crontab(minute=10)},
    # At full hours only: a mail must not say when an anonymous answer was sent.
    "safety-owners": {"task": "safety.tell_owners", "schedule": crontab(minute=0)},
    # Once a day: partners must not see a word change when somebody answers.
    "quotas-words": {"task": "partners.write_words", "schedule": crontab(10, 0)},
    "quotas-places": {"task": "partners.forget_places", "schedule": 300.0},
    # A web process of the last release may still write names in clear.
    "partner-names": {"task": "partners.seal_names", "schedule": crontab(minute=50)},
    # The same, and numbers kept before the country of the installation was changed.
    "phone-hashes": {"task": "outreach.hash_numbers", "schedule": crontab(30, 3)},
    # Each office once a month, in the morning where it is.
    "offices-told": {"task": "results.tell_offices", "schedule": crontab(minute=20)},
    # Each hour, because it is morning at another hour where another agency is.
    "members-told": {"task": "results.tell_members", "schedule": crontab(minute=25)},
    "partner-codes": {"task": "partner_page.mail_codes", "schedule": 60.0},
    # Each hour, because it is morning at another hour where another agency is.
    "partner-figures": {
        "task": "partner_page.refresh_figures",
        "schedule": crontab(minute=20),
    },
    "links-openings": {"task": "partners.store_openings", "schedule": 60.0},
}
