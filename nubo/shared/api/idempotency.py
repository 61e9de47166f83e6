"""``Idempotency-Key`` for money writes: the same key and body give the first answer again, and one effect.

The record is committed before the work starts and locked while it runs; the answer is stored in the same transaction
as the effect. So a process killed at any point leaves either both or neither, and no time-out has to be guessed.
After the IETF draft "The Idempotency-Key HTTP Header Field" and Stripe's behaviour.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from nubo.shared.api.errors import ConflictError, UnprocessableError
from nubo.shared.api.renderers import JSONRenderer
from nubo.shared.models import IdempotencyRecord

__all__ = ["IDEMPOTENCY_PARAMETER", "idempotency_key", "idempotent"]

IDEMPOTENCY_PARAMETER = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Any text of 1 to 255 visible ASCII characters. Repeating a request with its key gives the first answer "
    "again (with `Idempotent-Replayed: true`) and has no second effect.",
    required=False,
    type=str,
)


def idempotency_key(request: Request) -> str:
    """The request's key, or ``""``. Raises ValidationError for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        message = _("Use 1 to 255 visible ASCII characters.")
        raise ValidationError({"Idempotency-Key": [message]}, code="invalid")
    return key


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Decorate a view's write so that it honours ``Idempotency-Key``.

    Only successful answers are kept: a refusal wrote nothing, so asking again with the same key asks anew.
    Refuses with 409 ``idempotency_in_flight`` and 422 ``idempotency_key_reused``.
    """

    @wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        if not key:
            return handler(view, request, *args, **kwargs)
        digest = _digest(request)
        record, _created = IdempotencyRecord.objects.get_or_create(
            scope=_scope(request), key=key, defaults={"request_digest": digest}
        )
        try:
            with transaction.atomic():
                return _answer_once(record.pk, digest, lambda: handler(view, request, *args, **kwargs))
        except Exception:
            IdempotencyRecord.objects.filter(pk=record.pk, response_status__isnull=True).delete()
            raise

    return wrapper


def _answer_once(pk: int, digest: str, work: Callable[[], Response]) -> Response:
    record = _lock(pk)
    if record.response_status is not None:
        if record.request_digest != digest:
            raise UnprocessableError
        replayed = Response(json.loads(record.response_body or "null"), status=record.response_status)
        replayed["Idempotent-Replayed"] = "true"
        return replayed
    # Without an answer it belongs to a request that died and had no effect: this one takes its place.
    response = work()
    record.request_digest = digest
    record.response_status = response.status_code
    record.response_body = JSONRenderer().render(response.data).decode()
    record.save(update_fields=["request_digest", "response_status", "response_body"])
    return response


def _lock(pk: int) -> IdempotencyRecord:
    """The record, held until the end of the transaction.

    PostgreSQL refuses at once while another request holds it; SQLite's transactions are alone, so there it is free.
    """
    try:
        # A savepoint, so that a refused lock does not break the transaction around it.
        with transaction.atomic():
            return IdempotencyRecord.objects.select_for_update(nowait=True).get(pk=pk)
    except (OperationalError, IdempotencyRecord.DoesNotExist):
        raise ConflictError(
            detail=_("A request with this Idempotency-Key is still running."), code="idempotency_in_flight"
        ) from None


def _scope(request: Request) -> str:
    caller = request.user.account_id or request.user.pk
    return f"{caller} {request.method} {request.resolver_match.route}"


def _digest(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(f"{request.get_full_path()}\n{body}".encode()).hexdigest()
