"""How the API describes itself: every operation documents each refusal it can give, in the one error shape."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as BaseAutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework.permissions import AllowAny

from nubo.shared.api.errors import ErrorResponseSerializer

__all__ = ["AutoSchema", "TokenScheme"]

_REASONS = {
    "400": "A field or parameter makes no sense; each is named.",
    "401": "No valid token.",
    "403": "Signed in, but not allowed on this route.",
    "404": "There is no such thing, or the caller may not see it.",
    "405": "The route does not know this method.",
    "406": "Only application/json is spoken.",
    "409": "The current state forbids it.",
    "415": "The body must be application/json.",
    "422": "This Idempotency-Key was used for another request: `idempotency_key_reused`.",
    "429": "Too many requests; `Retry-After` says when to come back.",
}


class AutoSchema(BaseAutoSchema):
    """A view adds ``conflict_codes = {"<action>": ("already_purchased", …)}`` for its 409 answers."""

    def _get_response_bodies(self, direction: str = "response") -> Any:
        responses = super()._get_response_bodies(direction=direction)  # type: ignore[arg-type]
        if direction != "response":
            return responses
        for status, reason in self._refusals().items():
            if status not in responses:
                response = OpenApiResponse(ErrorResponseSerializer, description=reason)
                # Also where the route itself answers with a file.
                responses[status] = self._get_response_for_code(response, status, media_types=["application/json"])
        return dict(sorted(responses.items()))

    def _refusals(self) -> dict[str, str]:
        """Status → reason, for the operation at hand."""
        action = getattr(self.view, "action", None) or self.method.lower()
        public = any(isinstance(p, AllowAny) for p in self.view.get_permissions())
        conflicts = getattr(self.view, "conflict_codes", {}).get(action, ())
        idempotent = any(p["name"] == "Idempotency-Key" for p in self._get_parameters())
        has_body = self.method in {"POST", "PUT", "PATCH"}
        statuses = ["400", "401", "404", "405", "406", "429"]
        statuses += ["403"] if not public or has_body else []
        statuses += ["415"] if has_body else []
        statuses += ["422"] if idempotent else []
        reasons = {status: _REASONS[status] for status in statuses}
        if conflicts or idempotent:
            codes = [*conflicts, *(["idempotency_in_flight"] if idempotent else [])]
            reasons["409"] = _REASONS["409"] + " Codes: " + ", ".join(f"`{code}`" for code in codes) + "."
        return reasons


class TokenScheme(OpenApiAuthenticationExtension):
    """The bearer token of ``POST /users/authenticate``."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
