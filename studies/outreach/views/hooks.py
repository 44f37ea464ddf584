"""Where providers tell what became of messages. Each call is one insert; a task lays
the news to its messages."""

import logging

from anymail import urls
from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from studies.agencies.doors import public
from studies.outreach import answering_texts, mail_news, news, text_news

log = logging.getLogger(__name__)

# A call in another shape than the provider's own.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError)
HOOKS = {pattern.name: pattern.callback.view_class for pattern in urls.urlpatterns}


@public("The mail provider tells what became of messages; its signature is the proof.")
@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def mail_hook(request, provider):
    """Take in the news of the provider that sends for us, in one insert."""
    hook = _hook(provider)
    if request.method == "HEAD":  # some look whether the address is there
        return HttpResponse()
    try:
        hook.run_validators(request)
    except AnymailWebhookValidationFailure:
        return _unproven(request)
    try:
        told = mail_news.read(hook.parse_events(request), provider)
    except UNREADABLE:
        return _unreadable(provider)
    news.keep(told)
    return HttpResponse()


@public("The gateway tells what became of text messages; its signature is the proof.")
@csrf_exempt
@require_http_methods(["POST"])
def text_hook(request, gateway):
    """Take in the news of one text message, in one insert."""
    reader = _proven_gateway(request, gateway)
    try:
        told = reader.status(request)
    except UNREADABLE:
        return _unreadable(gateway)
    news.keep([told] if told else [])
    return HttpResponse()


@public("People answer STOP to a text message; the gateway's signature is the proof.")
@csrf_exempt
@require_http_methods(["POST"])
def text_answer(request, gateway):
    """Carry out STOP and START before the gateway has our answer."""
    reader = _proven_gateway(request, gateway)
    try:
        written = reader.written(request)
    except UNREADABLE:
        return _unreadable(gateway)
    words = answering_texts.answer(written, by_text=not reader.takes_answers)
    reply = f"<Message>{escape(words)}</Message>" if words else ""
    document = f'<?xml version="1.0" encoding="UTF-8"?><Response>{reply}</Response>'
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


def _proven_gateway(request: HttpRequest, gateway: str) -> type:
    if gateway != settings.CHANNELS["sms"] or gateway not in text_news.GATEWAYS:
        raise Http404
    reader = text_news.GATEWAYS[gateway]
    if not reader.is_proven(request):
        log.warning("provider_news_unproven")
        raise PermissionDenied
    return reader


def _unreadable(provider: str) -> HttpResponse:
    log.warning("provider_news_unreadable", extra={"provider": provider})
    return HttpResponse(status=400)


def _hook(provider: str) -> AnymailCoreWebhookView:
    """The reader of this provider's calls; closed to calls that prove nothing."""
    if provider != settings.EMAIL_PROVIDER:
        raise Http404
    names = [f"{provider}_tracking_webhook", f"{provider}_webhook"]
    view = next((HOOKS[name] for name in names if name in HOOKS), None)
    if view is None:
        raise Http404
    hook = view()
    if hook.warn_if_no_basic_auth and not hook.basic_auth:
        log.warning("provider_hook_has_no_secret", extra={"provider": provider})
        raise Http404
    return hook


def _unproven(request: HttpRequest) -> HttpResponse:
    """Some name themselves only when they are asked to."""
    log.warning("provider_news_unproven")
    if request.headers.get("Authorization"):
        return HttpResponse(status=403)
    return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="hooks"'})
