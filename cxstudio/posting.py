"""Hands one mail over to the mail server, and says what became of it."""

from enum import StrEnum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from anymail.exceptions import AnymailError
from django.core.mail import EmailMessage, get_connection

from cxstudio.provider_errors import is_refusal, trouble_of


class Left(StrEnum):
    YES = "yes"
    NO = "no"  # the server can't be reached, or wants it later: it may be tried again
    REFUSED = "refused"  # the server's own no: it did not leave, and would not again
    UNSURE = "unsure"  # it broke off in between: a second try could be a second mail


def hand_over(message: EmailMessage) -> Left:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return Left.NO
    message.connection = connection
    try:
        message.send()
    except (OSError, SMTPException, AnymailError) as error:
        return _what_became(error)
    finally:
        connection.close()
    return Left.YES


def _what_became(error: Exception) -> Left:
    if isinstance(error, SMTPRecipientsRefused):  # said before any text is sent
        codes = [code for code, _reply in error.recipients.values()]
        return Left.REFUSED if any(map(_is_final, codes)) else Left.NO
    if isinstance(error, SMTPDataError) and _is_final(error.smtp_code):
        return Left.REFUSED
    if trouble_of(error):
        return Left.NO
    return Left.REFUSED if is_refusal(error) else Left.UNSURE


def _is_final(code: int) -> bool:
    return 500 <= code < 600
