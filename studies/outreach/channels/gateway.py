"""What the two shapes of text message gateways share: one request for each message."""

from dataclasses import dataclass, field

import requests
from requests import RequestException, Response

from cxstudio.provider_errors import TROUBLES, trouble_of
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Sent

# Seconds to connect, and then to answer.
TIMEOUT = (5, 20)


@dataclass
class Line:
    """One kept connection to a gateway, and whether its answers still make sense."""

    http: requests.Session = field(default_factory=requests.Session)
    is_broken: bool = False

    def post(self, url: str, **request) -> Response | None:
        """Its answer; None where the message may or may not have been taken.

        After such a one nothing more is tried on this line: it would fare no better.
        """
        if self.is_broken:
            raise NothingLeft("unreachable")
        try:
            answer = self.http.post(
                url, timeout=TIMEOUT, allow_redirects=False, **request
            )
        except RequestException as error:
            if trouble := trouble_of(error):
                raise NothingLeft(trouble) from None
            return self._lost()
        if trouble := TROUBLES.get(answer.status_code):
            raise NothingLeft(trouble)
        if 200 <= answer.status_code < 300 or 400 <= answer.status_code < 500:
            return answer
        return self._lost()

    def _lost(self) -> None:
        self.is_broken = True

    def uncertain(self) -> Sent:
        self.is_broken = True
        return Sent(Outcome.UNCERTAIN)

    def close(self) -> None:
        self.http.close()


def document(answer: Response) -> dict:
    """The answer's document; empty where it is none."""
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
