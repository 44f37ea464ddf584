from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation and by operators, not by whoever comes along."""

    def is_open_for_signup(self, request):
        return False
