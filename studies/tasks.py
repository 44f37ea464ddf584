from studies.outreach.tasks import deliver_due
from studies.partners.tasks import store_openings

__all__ = ["deliver_due", "store_openings"]
