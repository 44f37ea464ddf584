"""Somebody with a browser that keeps cookies and sends what its forms hold."""

from html.parser import HTMLParser

from django.test import Client


class Fields(HTMLParser):
    """The hidden fields of a page's forms, and what else its inputs hold."""

    def __init__(self):
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.checked: set[tuple[str, str]] = set()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found["name"]] = found["value"]
        if tag == "input" and "checked" in found:
            self.checked.add((found["name"], found["value"]))


def fields(response) -> Fields:
    parser = Fields()
    parser.feed(response.content.decode())
    return parser


class Browser(Client):
    """Goes on to the page that answers its form, and leaves other addresses alone."""

    def post(self, *args, **more):
        reply = super().post(*args, **more)
        if "again=" not in getattr(reply, "url", ""):
            return reply
        shown = self.get(reply.url)
        shown.cookies.update(reply.cookies)
        return shown


class Person:
    def __init__(self, address: str, **headers):
        self.client = Client(**headers)
        self.address = address
        self.page = None
        self.where = address

    def opens(self, path: str = ""):
        self.page = self.client.get(self.address + path, follow=True)
        return self._arrived(self.address + path)

    def sends(self, answers: dict | None = None, **more):
        """Press the button of the page at hand; follows to the next page."""
        body = fields(self.page).hidden | (answers or {}) | more
        self.page = self.client.post(self.where, body, follow=True)
        return self._arrived(self.where)

    def starts(self):
        self.opens()
        return self.sends()

    def answers_all(self, answers: dict[str, dict]):
        for answer in answers.values():
            self.sends(answer)
        return self

    def _arrived(self, asked: str):
        chain = self.page.redirect_chain
        self.where = chain[-1][0] if chain else asked
        return self

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def token(self) -> str:
        return fields(self.page).hidden["attempt"]
