from studies.partners.models.link import InviteLink, hash_token
from studies.partners.models.partner import Partner, PartnerContact, PartnerSite
from studies.partners.models.partnership import Partnership, PartnershipTerms

__all__ = [
    "InviteLink",
    "Partner",
    "PartnerContact",
    "PartnerSite",
    "Partnership",
    "PartnershipTerms",
    "hash_token",
]
