from studies.partners.models.introduction import Introduction
from studies.partners.models.link import InviteLink, hash_token
from studies.partners.models.observation import Observation
from studies.partners.models.office import OfficeAddress, OfficeMonth
from studies.partners.models.partner import Partner, PartnerContact, PartnerSite
from studies.partners.models.partnership import Partnership, PartnershipTerms
from studies.partners.models.quota import Quota, QuotaPlace, QuotaWord

__all__ = [
    "Introduction",
    "InviteLink",
    "Observation",
    "OfficeAddress",
    "OfficeMonth",
    "Partner",
    "PartnerContact",
    "PartnerSite",
    "Partnership",
    "PartnershipTerms",
    "Quota",
    "QuotaPlace",
    "QuotaWord",
    "hash_token",
]
