from studies.sessions.views.visit import visit, visit_calendar, visit_cancel

__all__ = ["visit", "visit_calendar", "visit_cancel"]
