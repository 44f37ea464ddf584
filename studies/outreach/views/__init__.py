from studies.outreach.views.again import again, again_erased, again_kept, again_remove
from studies.outreach.views.audience import mailing_people
from studies.outreach.views.hooks import mail_hook, text_answer, text_hook
from studies.outreach.views.mailings import (
    mailing,
    mailing_list,
    mailing_move,
    mailing_stop,
    message_judge,
)
from studies.outreach.views.messages import message_list
from studies.outreach.views.news import news_unknown
from studies.outreach.views.panel import panel_list, panel_member
from studies.outreach.views.previewing import (
    mailing_preview,
    mailing_preview_html,
    mailing_test,
)
from studies.outreach.views.public import done, stop
from studies.outreach.views.sender import mailing_sender
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
    "mailing_people",
    "mailing_preview",
    "mailing_preview_html",
    "mailing_sender",
    "mailing_stop",
    "mailing_test",
    "mailing_write",
    "message_judge",
    "message_list",
    "news_unknown",
    "panel_list",
    "panel_member",
    "stop",
    "text_answer",
    "text_hook",
]
