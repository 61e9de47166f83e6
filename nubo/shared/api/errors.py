"""The one place that turns exceptions into answers, and the one shape that every refusal has.

``{"type": "validation_error" | "client_error" | "server_error", "errors": [{"code", "detail", "attr"}]}``
"""

from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from drf_standardized_errors.handler import ExceptionHandler as BaseExceptionHandler
from rest_framework import exceptions, serializers
from rest_framework.settings import api_settings

from nubo.shared.errors import Conflict, DomainError

__all__ = [
    "ConflictError",
    "ErrorResponseSerializer",
    "ExceptionHandler",
    "UnprocessableError",
    "bad_request",
    "not_found",
    "server_error",
]


class ConflictError(exceptions.APIException):
    """409: well-formed, but the state of things forbids it."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"
    default_detail = _("This cannot be done in the current state.")


class UnprocessableError(exceptions.APIException):
    """422: an ``Idempotency-Key`` that was used for another body."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used for another request.")


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text=_("Stable; made for programs."))
    detail = serializers.CharField(help_text=_("For people, in the language of Accept-Language."), allow_blank=True)
    attr = serializers.CharField(allow_null=True, help_text=_("The field or parameter at fault, dotted where nested."))


class ErrorResponseSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="validation_error, client_error or server_error")
    errors = ErrorSerializer(many=True)  # type: ignore[assignment] # its own "errors" are those of validation


class ExceptionHandler(BaseExceptionHandler):
    """Adds to DRF's exceptions those of the domain and of Django's models."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Conflict):
            return ConflictError(detail=str(exc.detail), code=exc.code)
        if isinstance(exc, DomainError):
            return exceptions.ValidationError(detail=str(exc.detail), code=exc.code)
        if isinstance(exc, ValidationError):
            return exceptions.ValidationError(detail=_as_detail(exc))
        if isinstance(exc, IntegrityError) and _is_unique_violation(exc):
            # full_clean() saw no clash, the constraint did: someone wrote the same in between.
            return ConflictError(detail=_("Someone else wrote the same at the same moment."))
        return super().convert_known_exceptions(exc)


def _as_detail(error: ValidationError) -> dict[str, list[exceptions.ErrorDetail]]:
    """Field → messages, with the codes that Django drops when it makes a plain dict of an error."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return {
        (api_settings.NON_FIELD_ERRORS_KEY if field == NON_FIELD_ERRORS else field): [
            exceptions.ErrorDetail(message, code=item.code or "invalid") for item in items for message in item.messages
        ]
        for field, items in by_field.items()
    }


def _is_unique_violation(error: IntegrityError) -> bool:
    # 23505 is unique_violation, 23P01 exclusion_violation (PostgreSQL documentation, appendix A).
    return getattr(error.__cause__, "sqlstate", None) in {"23505", "23P01"} or "UNIQUE constraint failed" in str(error)


def _answer(status: HTTPStatus, kind: str, code: str, detail: object) -> JsonResponse:
    return JsonResponse({"type": kind, "errors": [{"code": code, "detail": str(detail), "attr": None}]}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """``handler400``: what fails before any view, such as a forged Host header."""
    return _answer(HTTPStatus.BAD_REQUEST, "client_error", "bad_request", _("Bad request."))


@csrf_exempt
def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """``handler404`` and the last route: no such address, or an identifier that cannot be one."""
    return _answer(HTTPStatus.NOT_FOUND, "client_error", "not_found", _("Not found."))


def server_error(request: HttpRequest) -> JsonResponse:
    """``handler500``: says nothing about the cause; the log has it under the request's id."""
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", "error", _("Something went wrong on our side."))
