from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cxstudio.refusal import Refusal


def as_code_and_detail(exception: Exception, context: dict) -> Response | None:
    """Every error as {"code", "detail"}: a stable word, and a sentence for people."""
    if isinstance(exception, Refusal):
        body = {"code": exception.code, "detail": str(exception.message)}
        return Response(body, status=409)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    if isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied()
    response = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, exceptions.ValidationError):
        response.data = {"code": "wrong_input", "detail": exception.detail}
    else:
        code = exception.get_codes()
        response.data = {"code": code, "detail": str(exception.detail)}
    return response
