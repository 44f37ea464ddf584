from studies.agencies.tasks import mail_invitation, mail_invitations
from studies.intake.tasks import work, work_due
from studies.outreach.tasks import (
    deliver_due,
    fold_news,
    forget_news,
    tend_panel,
)
from studies.partner_page.tasks import mail_codes, refresh_figures
from studies.partners.tasks import forget_places, store_openings, write_words
from studies.people.tasks import keep_requests
from studies.sessions.tasks import deliver_visits
from studies.withdrawal.tasks import carry_out_waiting, run_retention

__all__ = [
    "carry_out_waiting",
    "deliver_due",
    "deliver_visits",
    "fold_news",
    "forget_news",
    "forget_places",
    "keep_requests",
    "mail_codes",
    "mail_invitation",
    "mail_invitations",
    "run_retention",
    "refresh_figures",
    "store_openings",
    "tend_panel",
    "work",
    "work_due",
    "write_words",
]
