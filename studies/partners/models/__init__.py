from studies.partners.models.link import InviteLink, hash_token
from studies.partners.models.partner import Partner
from studies.partners.models.partnership import Partnership

__all__ = ["InviteLink", "Partner", "Partnership", "hash_token"]
