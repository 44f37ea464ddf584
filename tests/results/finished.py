"""Finished responses with their receipts, as sending leaves them."""

from feedback.answering import codes
from feedback.answering.models import Receipt
from tests import make


def finished(survey, **fields):
    """A finished response and the code that takes it back."""
    response = make.response(survey=survey, **fields)
    code = codes.receipt_code(response.pk)
    Receipt.objects.create(code_hash=codes.code_hash(code), response=response.pk)
    return response, code
