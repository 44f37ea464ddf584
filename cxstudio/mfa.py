from allauth.mfa.adapter import DefaultMFAAdapter

from studies.people import second_factors


class MFAAdapter(DefaultMFAAdapter):
    """The database holds no secret that would make somebody's one-time codes."""

    def encrypt(self, text: str) -> str:
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.unseal(encrypted_text)
