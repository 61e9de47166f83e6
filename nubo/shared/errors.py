"""Domain errors: what an action raises when the state of things forbids it. The API layer maps them to HTTP answers.

Bad *shape* is never a domain error: that is Django's or DRF's ``ValidationError`` and names its field (400).
"""

from django.utils.functional import Promise

__all__ = ["Conflict", "DomainError", "InvalidTransition"]


class DomainError(Exception):
    """A refusal with a stable ``code`` for programs and a translated ``detail`` for people."""

    code = "error"
    detail: str | Promise = ""

    def __init__(self, detail: str | Promise = "", *, code: str = "") -> None:
        self.code = code or self.code
        self.detail = detail or self.detail
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.detail)


class Conflict(DomainError):
    """The state forbids it (HTTP 409); the app names the code, for example ``already_purchased``."""

    code = "conflict"


class InvalidTransition(Conflict):
    """A change of state that the table in ``choices.py`` does not allow."""

    code = "invalid_transition"
