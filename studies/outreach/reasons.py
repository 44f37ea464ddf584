"""Why a message was not sent, or may not have been: codes kept, words shown."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "answered": _("answered already"),
    "done": _("answered already, or would rather not"),
    "invited": _("invited to this survey already"),
    "invited_lately": _("invited to this survey a short time ago"),
    "stopped": _("stopped all messages"),
    "no_such_address": _("an earlier message came back: no such address"),
    "archived": _("taken off the list"),
    "erased": _("contact erased"),
    "withdrawn": _("took back what they gave"),
    "no_address": _("no e-mail address"),
    "no_phone": _("no phone number that gets text messages"),
    "no_such_number": _("an earlier text message did not arrive: no such number"),
    "bad_address": _("the address is not a whole e-mail address"),
    "unreadable": _("could not be read"),
    "practice": _("practice: only members of your agency get messages"),
    "cap_month": _("invited to another study a short time ago"),
    "cap_year": _("invited to as many other studies in 12 months as you allow"),
    "reminded_twice": _("had as many reminders about this survey as you allow"),
    "left": _("does not want to be asked about other studies any more"),
    "not_confirmed": _("has not confirmed the wish to be asked again"),
    "paused": _("takes a break from being asked"),
    "calls": _("wants to be called, not written to"),
    "texts": _("wants text messages, not mail"),
    "only_to_tell": _("asked only to be told what changed"),
    "panel_settled": _("has answered already whether to be asked again"),
    "closed": _("the survey is over"),
    "not_invited": _("the invitation was not sent, or we are not sure that it was"),
    "not_reminded": _(
        "the first reminder was not sent, or we are not sure that it was"
    ),
    "thanked": _("got a thank-you for this survey already"),
    "bad_text": _("the words of the mailing could not be put together"),
    "mailing_stopped": _("you stopped this mailing"),
    "slow_domain": _("the person's mail provider takes few messages just now"),
    "later": _("the mail server said: later"),
    "gave_up": _("the mail server kept saying: later"),
    "refused": _("the person's mail server refused it"),
    "provider_refused": _("the service that sends for us refused it"),
    "came_back": _("could not be delivered, such as to a full mailbox"),
    "complained": _("the person marked it as unwanted"),
    "lost": _("the connection broke while it was being sent"),
    "worker_lost": _("the computer stopped while it was being sent"),
}

# Why a whole mailing waits; shown while it lasts.
TROUBLES = {
    "not_started": _(
        "This mailing did not start: something changed while it was getting ready. "
        "Nothing was sent. What is in the way stands below; then press Start again."
    ),
    "not_ready": _(
        "Something went wrong while this mailing was getting ready. Nothing was sent "
        "and nothing is lost. We try again every minute, and you can try now. If it "
        "stays, tell whoever runs this installation."
    ),
    "no_sender": _(
        "These messages wait: nobody has proved yet which address your mailings come "
        "from. An administrator does it under Mailings, Sender; then they go out by "
        "themselves."
    ),
    "unreachable": _(
        "The mail server does not answer. Nothing is lost: the messages wait, and we "
        "try again every minute."
    ),
    "sender_refused": _(
        "The mail server does not let us send from our address. Nothing is lost: the "
        "messages wait. Ask whoever runs this installation to look at the settings "
        "for mail."
    ),
    "bounced": _(
        "We held this mailing, because more than one message in five came back. Look at "
        "those that came back: the list may be old, or mail servers may not trust our "
        "address. Resume when you know why; the rest has not been sent."
    ),
    "complained": _(
        "We held this mailing, because more than one person in fifty marked it as "
        "unwanted. Look at the words and at the list: do people know why we write? "
        "Resume when you have changed what was wrong; the rest has not been sent."
    ),
    "not_set_up": _(
        "This installation has no way to send these messages yet. Nothing is lost: "
        "they wait. Ask whoever runs it to look at the settings."
    ),
    "gap": _(
        "The words of this mailing name something that is not there any more, such as "
        "the day the survey closes or your phone number. Nothing is lost: the messages "
        "wait. Put it back where it was, and they go out."
    ),
    "unreadable": _(
        "Some people's addresses can't be read where the messages are sent. Nothing is "
        "lost: those messages wait, and we try again every five minutes. Ask whoever "
        "runs this installation to look at the keys of the vault."
    ),
    "failed": _("Something went wrong here"),
    "busy": _(
        "The service that sends for us wants a pause. Nothing is lost: the messages "
        "wait, and we try again every minute."
    ),
}


def label(code: str) -> str:
    return str(LABELS.get(code, code))
