from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    LEAD = "lead", _("Lead designer")
    DESIGNER = "designer", _("Designer")
    ANALYST = "analyst", _("Analyst")
    TRANSLATOR = "translator", _("Translator")
    FRONT_LINE = "front_line", _("Front-line staff")
    VIEWER = "viewer", _("Viewer")


class Permission(StrEnum):
    """What a door asks for. One member's grants come from the role in that agency."""

    STUDIO_ENTER = "studio.enter"
    AGENCY_MANAGE = "agency.manage"
    MEMBER_MANAGE = "member.manage"
    TOKEN_MANAGE = "token.manage"
    SERVICE_EDIT = "service.edit"
    STUDY_VIEW = "study.view"
    STUDY_EDIT = "study.edit"
    STUDY_DECIDE = (
        "study.decide"  # start, launch, adopt a decision, publish a share-back
    )
    SURVEY_VIEW = "survey.view"
    SURVEY_EDIT = "survey.edit"
    SURVEY_PUBLISH = "survey.publish"
    SURVEY_TRANSLATE = "survey.translate"
    PARTNER_VIEW = "partner.view"
    PARTNER_EDIT = "partner.edit"
    PERSON_READ = "person.read"  # contact data in clear
    PERSON_EDIT = "person.edit"
    PERSON_EXPORT = "person.export"  # the whole list in a file that leaves the product
    PAYMENT_VIEW = "payment.view"  # what people were offered and paid
    PAYMENT_EDIT = "payment.edit"
    HOLD_EDIT = "hold.edit"  # set and lift legal holds
    OUTREACH_VIEW = "outreach.view"
    OUTREACH_SEND = "outreach.send"
    RESPONSE_ADD = "response.add"  # key in paper, ask by phone, set up a shared screen
    RESULTS_VIEW = "results.view"
    RESPONSE_READ = "response.read"  # single answers and comments
    RESPONSE_EXPORT = "response.export"
    EVIDENCE_VIEW = "evidence.view"
    EVIDENCE_EDIT = "evidence.edit"
    CONVERSATION_LOG = "conversation.log"
    OBSERVATION_ADD = "observation.add"  # what staff noticed, apart from evidence


P = Permission
LOOK = frozenset(
    {
        P.STUDIO_ENTER,
        P.STUDY_VIEW,
        P.SURVEY_VIEW,
        P.PARTNER_VIEW,
        P.OUTREACH_VIEW,
        P.RESULTS_VIEW,
        P.EVIDENCE_VIEW,
    }
)
ANALYZE = LOOK | {
    P.RESPONSE_ADD,
    P.RESPONSE_READ,
    P.RESPONSE_EXPORT,
    P.EVIDENCE_EDIT,
}
DESIGN = ANALYZE | {
    P.SERVICE_EDIT,
    P.STUDY_EDIT,
    P.SURVEY_EDIT,
    P.SURVEY_PUBLISH,
    P.SURVEY_TRANSLATE,
    P.PARTNER_EDIT,
    P.PERSON_READ,
    P.PERSON_EDIT,
    P.PAYMENT_VIEW,
    P.PAYMENT_EDIT,
    P.OUTREACH_SEND,
    P.CONVERSATION_LOG,
    P.OBSERVATION_ADD,
}
LEAD = DESIGN | {P.STUDY_DECIDE, P.PERSON_EXPORT, P.HOLD_EDIT}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: LEAD | {P.AGENCY_MANAGE, P.MEMBER_MANAGE, P.TOKEN_MANAGE},
    Role.LEAD: LEAD,
    Role.DESIGNER: DESIGN,
    Role.ANALYST: ANALYZE,
    Role.TRANSLATOR: frozenset(
        {P.STUDIO_ENTER, P.STUDY_VIEW, P.SURVEY_VIEW, P.SURVEY_TRANSLATE}
    ),
    Role.FRONT_LINE: frozenset(
        {
            P.STUDIO_ENTER,
            P.STUDY_VIEW,
            P.EVIDENCE_VIEW,
            P.CONVERSATION_LOG,
            P.OBSERVATION_ADD,
            P.RESPONSE_ADD,
        }
    ),
    Role.VIEWER: LOOK,
}
