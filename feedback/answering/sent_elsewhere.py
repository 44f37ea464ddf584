"""What a browser brings to the page that says that another one sent its answers.

It is signed, so that nobody can call up that page by typing an address.
"""

from django.core import signing

from feedback.answering.attempts import RECEIPT_SECONDS


def mark(address: str, why: str) -> str:
    """`why`: "sent", "late" where it wrote more since, "kept" where nobody sent them."""
    return _signer(address).sign(why)


def read(address: str, mark: str) -> str | None:
    """Why; None for a mark that we did not make for this address, or that is old."""
    try:
        return _signer(address).unsign(mark, max_age=RECEIPT_SECONDS)
    except signing.BadSignature:
        return None


def _signer(address: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"answering.sent_elsewhere:{address}")
