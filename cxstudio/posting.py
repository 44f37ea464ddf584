"""Hands one mail over to the mail server, and says what became of it."""

from enum import StrEnum
from smtplib import SMTPException

from anymail.exceptions import AnymailError
from django.core.mail import EmailMessage, get_connection

from cxstudio.provider_errors import trouble_of


class Left(StrEnum):
    YES = "yes"
    NO = "no"  # the server can't be reached: it may be tried again
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
        return Left.NO if trouble_of(error) else Left.UNSURE
    finally:
        connection.close()
    return Left.YES
