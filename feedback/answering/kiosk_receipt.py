from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from studies.partners import links


def beside(study_address: str) -> dict[str, object]:
    """Where somebody goes with their own phone, after they answered on a kiosk."""
    return {
        "withdraw_at": withdraw_address(),
        "study_at": _host() + study_address,
        "study_qr": links.qr_svg_of(
            settings.BASE_URL + study_address, "qr", _("QR code of the study's page")
        ),
    }


def withdraw_address() -> str:
    return f"{_host()}/withdraw/"


def _host() -> str:
    """As a person types it."""
    return urlsplit(settings.BASE_URL).netloc
