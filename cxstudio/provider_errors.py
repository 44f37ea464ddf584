"""What it means when a provider's web address does not take a mail."""

from anymail.exceptions import AnymailAPIError
from requests import RequestException, Response
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

# It can't be used just now, and the request was not carried out.
TROUBLES = {
    401: "sender_refused",
    402: "sender_refused",
    403: "sender_refused",
    404: "sender_refused",
    408: "busy",
    425: "busy",
    429: "busy",
    503: "unreachable",
}


def trouble_of(error: Exception) -> str:
    """Why the provider can't be used just now, where it is certain that nothing left.

    Empty where it refused this one message, or where nobody knows what it took.
    """
    if _never_connected(error):
        return "unreachable"
    return TROUBLES.get(status_of(error), "")


def status_of(error: Exception) -> int:
    """The HTTP status that the provider answered with; 0 without an answer."""
    if not isinstance(error, (AnymailAPIError, RequestException)):
        return 0
    response: Response | None = getattr(error, "response", None)
    return 0 if response is None else response.status_code


def is_refusal(error: Exception) -> bool:
    """The provider has read the message, and says that it will not send it."""
    return 400 <= status_of(error) < 500


def _never_connected(error: Exception) -> bool:
    """No connection came about. One that broke off later may have carried it all."""
    cause = error.__cause__ if isinstance(error, AnymailAPIError) else error
    if isinstance(cause, ConnectTimeout):
        return True
    retried = cause.args[0] if isinstance(cause, RequestException) and cause.args else 0
    reason = retried.reason if isinstance(retried, MaxRetryError) else None
    return isinstance(reason, NewConnectionError)
