"""``Idempotency-Key`` for money writes: the same key and body give the first answer again, and one effect.

The answer is stored in the same transaction as the effect, so a process killed at any point leaves both or neither, a
refusal leaves nothing, and no time-out has to be guessed. After the IETF draft "The Idempotency-Key HTTP Header Field"
and Stripe's behaviour.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError, ValidationError
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
    "again (with `Idempotent-Replayed: true`) and has no second effect. A key counts per account and route and is kept "
    "for at least 24 hours; a refused request leaves its key free.",
    required=False,
    type={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$"},
)


def idempotency_key(request: Request) -> str:
    """The request's key, or ``""`` without one. Raises ValidationError for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not re.fullmatch(r"[!-~]{1,255}", key):
        message = _("Use 1 to 255 visible ASCII characters.")
        raise ValidationError({"Idempotency-Key": [message]}, code="invalid")
    return key


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Decorate a view's write so that it honours ``Idempotency-Key``. The handler refuses by raising, never by answering.

    Refuses with 409 ``idempotency_in_flight`` and 422 ``idempotency_key_reused``.
    """

    @wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        if not key:
            return handler(view, request, *args, **kwargs)
        scope, digest = _scope(request), _digest(request)
        with transaction.atomic():
            _claim(scope, key)
            record = IdempotencyRecord.objects.filter(scope=scope, key=key).first()
            if record is None:
                return _answer_first(scope, key, digest, handler(view, request, *args, **kwargs))
            return _answer_again(record, digest)

    return wrapper


def _claim(scope: str, key: str) -> None:
    """Hold the key until the end of the transaction; refuse at once while another request holds it.

    An advisory lock, since there is no row to lock yet; PostgreSQL drops it with the transaction, however that ends. On
    SQLite a transaction begins IMMEDIATE and is alone: the second request waits for the first and then replays it.
    """
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(f"{scope}\n{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            message = _("A request with this Idempotency-Key is still running.")
            raise ConflictError(detail=message, code="idempotency_in_flight")


def _answer_first(scope: str, key: str, digest: str, response: Response) -> Response:
    # Leans on shared_idempotency_key_once_per_scope: were the lock ever passed twice, the second effect is rolled back.
    IdempotencyRecord.objects.create(
        scope=scope,
        key=key,
        request_digest=digest,
        response_status=response.status_code,
        response_body=JSONRenderer().render(response.data).decode(),
    )
    return response


def _answer_again(record: IdempotencyRecord, digest: str) -> Response:
    if record.request_digest != digest:
        raise UnprocessableError
    body = json.loads(record.response_body) if record.response_body else None
    return Response(body, status=record.response_status, headers={"Idempotent-Replayed": "true"})


def _scope(request: Request) -> str:
    """Whose key it is, and for what: keys of two accounts, or of two routes, have nothing to do with each other."""
    user: Any = request.user
    match: Any = request.resolver_match
    return f"{user.account_id or user.pk} {request.method} {match.route}"


def _digest(request: Request) -> str:
    """What "the same request" means: path, query and body, whatever the order of the body's keys and its white space."""
    try:
        body = json.dumps(request.data, sort_keys=True, ensure_ascii=True, default=str)
    except RecursionError:
        raise ParseError(_("The body is not valid JSON.")) from None
    return hashlib.sha256(f"{request.get_full_path()}\n{body}".encode()).hexdigest()
