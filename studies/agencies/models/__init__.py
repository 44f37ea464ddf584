from studies.agencies.models.access import ApiToken, Invitation
from studies.agencies.models.agency import Agency, Member, Service
from studies.agencies.models.user import User

__all__ = ["Agency", "ApiToken", "Invitation", "Member", "Service", "User"]
