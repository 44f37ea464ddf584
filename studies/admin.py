from studies.agencies.admin import AgencyAdmin, ServiceAdmin

__all__ = ["AgencyAdmin", "ServiceAdmin"]
