"""Gateways for text messages on loopback, in the shapes of the two that we speak to."""

import base64

import jwt

from studies.outreach.channels import Outgoing, notify, twilio
from tests.outreach.channels.provider import Answer, Asked, Provider
from tests.outreach.conftest import free_port

FAULTS = {"refused", "no_such", "away", "lost"}
ACCOUNT, TOKEN = "AC" + "0" * 32, "auth-token"
SERVICE, SECRET = "1" * 8 + "-1111-1111-1111-" + "1" * 12, "2" * 36


class TextRig:
    """Keeps what was sent, and answers each number as a test wants it."""

    meets, keeps_a_connection = FAULTS, True

    def __init__(self, settings):
        self.settings = settings
        self.answers: dict[str, Answer] = {}
        self.provider = Provider(self.answer)

    def __enter__(self) -> "TextRig":
        self.provider.__enter__()
        self.settings.BASE_URL = "https://ask.example.org"
        self.at(self.provider.url)
        return self

    def __exit__(self, *error) -> None:
        self.provider.__exit__(*error)

    def outgoing(self, to: str, text: str = "Hello") -> Outgoing:
        return Outgoing(to, "", text.encode(), "a" * 32)

    def taken(self) -> list[Asked]:
        asked = self.provider.asked
        return [one for one in asked if self.to(one) not in self.answers]

    def connections(self) -> int:
        return self.provider.connections

    def lost(self, to: str) -> None:
        self.answers[to] = None

    def away(self) -> None:
        self.at(f"http://127.0.0.1:{free_port()}")


class TwilioRig(TextRig):
    module = twilio

    def at(self, url: str) -> None:
        ours = {"account": ACCOUNT, "token": TOKEN, "sender": "+12125550100"}
        self.settings.SMS = {**ours, "url": url}

    def to(self, asked: Asked) -> str:
        return asked.form["To"]

    def answer(self, asked: Asked) -> Answer:
        proof = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {proof}":
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if asked.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return 404, {"code": 20404, "message": "Not found", "status": 404}
        if self.to(asked) in self.answers:
            return self.answers[self.to(asked)]
        sid = f"SM{len(self.provider.asked):032}"
        return 201, {"sid": sid, "status": "queued", "error_code": None}

    def received(self) -> list[tuple[str, str]]:
        return [(one.form["To"], one.form["Body"]) for one in self.taken()]

    def refused(self, to: str) -> None:
        text = "Message blocked by the carrier's rules"
        self.answers[to] = 400, {"code": 30007, "message": text, "status": 400}

    def stopped(self, to: str) -> None:
        text = "Attempt to send to unsubscribed recipient"
        self.answers[to] = 400, {"code": 21610, "message": text, "status": 400}

    def no_such(self, to: str) -> None:
        text = "The 'To' number is not a valid mobile number."
        self.answers[to] = 400, {"code": 21614, "message": text, "status": 400}


class NotifyRig(TextRig):
    module = notify

    def at(self, url: str) -> None:
        key = f"our key-{SERVICE}-{SECRET}"
        self.settings.SMS = {"key": key, "template": "template-1", "url": url}

    def to(self, asked: Asked) -> str:
        return asked.json["phone_number"]

    def answer(self, asked: Asked) -> Answer:
        bearer = asked.headers["Authorization"].removeprefix("Bearer ")
        told = jwt.decode(bearer, SECRET, algorithms=["HS256"])
        if told["iss"] != SERVICE or asked.path != "/v2/notifications/sms":
            return 403, _errors("AuthError", "Invalid token: service not found")
        if self.to(asked) in self.answers:
            return self.answers[self.to(asked)]
        name = f"00000000-0000-0000-0000-{len(self.provider.asked):012}"
        return 201, {"id": name, "reference": asked.json["reference"]}

    def received(self) -> list[tuple[str, str]]:
        return [
            (one.json["phone_number"], one.json["personalisation"]["message"])
            for one in self.taken()
        ]

    def refused(self, to: str) -> None:
        self.answers[to] = 400, _errors("BadRequestError", "Can’t send to landlines")

    def no_such(self, to: str) -> None:
        text = "phone_number Number is not valid: not enough digits"
        self.answers[to] = 400, _errors("ValidationError", text)


def _errors(kind: str, message: str) -> dict:
    return {"status_code": 400, "errors": [{"error": kind, "message": message}]}
