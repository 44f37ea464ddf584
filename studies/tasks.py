from studies.partners.tasks import store_openings

__all__ = ["store_openings"]
