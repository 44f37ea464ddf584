import io

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from studies.partners.models import InviteLink
from studies.partners.tokens import token_of


def url(link: InviteLink) -> str:
    """The whole address that people open."""
    return f"{settings.BASE_URL}/i/{token_of(link)}/"


def qr_svg(link: InviteLink, css_class: str, title: str) -> SafeString:
    """The QR code as inline SVG, without a size of its own."""
    return qr_svg_of(url(link), css_class, title)


def qr_svg_of(address: str, css_class: str, title: str) -> SafeString:
    code = _qr(address).svg_inline(
        svgclass=css_class, lineclass=None, omitsize=True, title=title, border=4
    )
    return mark_safe(code.replace("<svg ", '<svg role="img" focusable="false" ', 1))


def qr_text(link: InviteLink) -> str:
    """The QR code as the text of an SVG file, to be placed in a sheet."""
    return qr_file(link, "svg").decode()


def qr_file(link: InviteLink, kind: str) -> bytes:
    """The QR code as a file to print: "svg", or "png" of about 1,000 pixels."""
    code, out = _qr(url(link)), io.BytesIO()
    scale = max(1, 1000 // code.symbol_size()[0])
    code.save(out, kind=kind, scale=scale, border=4)
    return out.getvalue()


def _qr(address: str) -> segno.QRCode:
    # Medium correction: a creased or splashed flyer still scans.
    return segno.make_qr(address, error="m")
