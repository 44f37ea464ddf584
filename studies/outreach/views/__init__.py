from studies.outreach.views.again import again, again_erased, again_kept, again_remove
from studies.outreach.views.hooks import mail_hook, text_answer, text_hook
from studies.outreach.views.mailings import (
    mailing,
    mailing_list,
    mailing_move,
    mailing_preview,
    mailing_stop,
    message_judge,
)
from studies.outreach.views.panel import panel_list, panel_member
from studies.outreach.views.public import done, stop
from studies.outreach.views.writing import (
    mailing_edit,
    mailing_finding,
    mailing_new,
    mailing_write,
)

__all__ = [
    "again",
    "again_erased",
    "again_kept",
    "again_remove",
    "done",
    "mail_hook",
    "mailing",
    "mailing_edit",
    "mailing_finding",
    "mailing_list",
    "mailing_move",
    "mailing_new",
    "mailing_preview",
    "mailing_stop",
    "mailing_write",
    "message_judge",
    "panel_list",
    "panel_member",
    "stop",
    "text_answer",
    "text_hook",
]
