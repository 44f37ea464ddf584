"""Where providers tell what became of messages. Each call is one insert; a task lays
the news to its messages."""

import logging

from anymail import urls
from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from studies.agencies.doors import public
from studies.outreach import mail_news, news

log = logging.getLogger(__name__)

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
        events = hook.parse_events(request)
    except (ValueError, LookupError, TypeError, AttributeError):
        log.warning("provider_news_unreadable", extra={"provider": provider})
        return HttpResponse(status=400)
    news.keep(mail_news.read(events, provider))
    return HttpResponse()


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
