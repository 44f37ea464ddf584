"""A script's side of the API: a token, and the words that carry it."""

from studies.agencies import api_tokens
from tests import make


def token_for(agency) -> str:
    _, secret = api_tokens.make(agency, name="Script", by=make.user())
    return secret


def ask(client, agency, address):
    secret = token_for(agency)
    return client.get(address, headers={"Authorization": f"Bearer {secret}"})
