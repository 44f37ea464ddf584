"""What drives trust in a service, as A-11 section 280 names it."""

from enum import StrEnum


class Driver(StrEnum):
    """In the order of the federal answer file; choices and questions name one."""

    EFFECTIVENESS = "effectiveness"
    EASE = "ease"
    EFFICIENCY = "efficiency"
    TRANSPARENCY = "transparency"
    HUMANITY = "humanity"
    EMPLOYEE = "employee"
    OTHER = "other"
