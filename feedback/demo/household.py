from feedback.demo import content
from feedback.demo.translating import joined, keep
from studies.agencies.models import Agency, Member, User
from studies.agencies.permissions import Role

# Whoever tries the demo as its lead finds every page, tokens and members too.
ROLES = {
    "lead": Role.ADMINISTRATOR,
    "designer": Role.DESIGNER,
    "leader": Role.VIEWER,
}


def open_agency() -> Agency:
    """The Office of Household Support, with what its pages say in four languages."""
    said = content.load("agency")
    texts = {
        "name": said["name"],
        "contact_hours": said["hours"],
        "case_help": said["case_help"],
        "privacy_notice": joined(said["privacy_notice"]),
        "accessibility_statement": joined(said["accessibility"]),
    }
    agency = Agency.objects.create(
        slug=said["slug"],
        time_zone=said["time_zone"],
        website=said["website"],
        contact_phone=said["phone"],
        contact_email=said["email"],
        interpreters=said["interpreters"],
        case_help_url=said["case_help_url"],
        is_demo=True,
        **{field: words["en"] for field, words in texts.items()},
    )
    keep(agency, [(agency, field, words) for field, words in texts.items()])
    return agency


def hire(agency: Agency) -> dict[str, User]:
    """The team by name; nobody signs in with a password, only by the demo's button."""
    team = {}
    for person in content.load("agency")["team"]:
        user = User.objects.create_user(
            person["email"], name=person["name"], is_demo=True
        )
        Member.objects.create(agency=agency, user=user, role=ROLES[person["role"]])
        team[user.name] = user
    return team
