"""The examples of this app's operations in the API documentation."""

from drf_spectacular.utils import OpenApiExample

__all__ = [
    "ACCOUNT",
    "ACCOUNT_WRITE",
    "CREDENTIALS",
    "PASSWORD_CHANGE",
    "SIGN_IN",
    "SIGN_UP",
    "TOKENS",
    "TOKEN_WRITE",
    "USER",
    "USER_WRITE",
]

_ACCOUNT_ID = "0198b6a0-5c1e-7d3a-9a64-0f7a4a1f3c11"
_USER_ID = "0198b6a0-5c2f-7e10-8b1c-6b8de0c4a2d7"
_AT = "2026-08-17T12:30:45.123456Z"
_JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…"
_TOKENS = {"access": _JWT, "refresh": _JWT}

_ACCOUNT_WRITE = {
    "name": "Padaria Central Ltda.",
    "email": "financeiro@padaria.example",
    "identifying_code": "12.ABC.345/01DE-35",
    "phone": "+55 11 4000-0000",
    "address": {
        "street": "Rua das Flores",
        "number": "100",
        "complement": "",
        "district": "Centro",
        "city": "São Paulo",
        "state": "SP",
        "postal_code": "01000-000",
        "country": "BR",
    },
}
_TERMS = {"role": "customer", "payment_terms": "prepaid", "net_days": None, "is_active": True}
_PERSON = {
    "role": "member",
    "name": "Mauro Lima",
    "email": "mauro@padaria.example",
    "picture": "https://padaria.example/mauro.png",
}

ACCOUNT = OpenApiExample(
    "Account",
    value={
        "id": _ACCOUNT_ID,
        **_ACCOUNT_WRITE,
        "identifying_code": "12ABC34501DE35",
        **_TERMS,
        "created_at": _AT,
        "updated_at": _AT,
    },
    response_only=True,
)
ACCOUNT_WRITE = OpenApiExample("Account", value=_ACCOUNT_WRITE, request_only=True)
SIGN_UP = OpenApiExample(
    "Self sign-up",
    value={
        **_ACCOUNT_WRITE,
        "admin": {"name": "Ana Souza", "email": "ana@padaria.example", "password": "correct-horse-9-battery"},
    },
    request_only=True,
)
USER = OpenApiExample(
    "User",
    value={
        "id": _USER_ID,
        "account": _ACCOUNT_ID,
        **_PERSON,
        "external_token": None,
        "is_active": True,
        "created_at": _AT,
        "updated_at": _AT,
    },
    response_only=True,
)
USER_WRITE = OpenApiExample(
    "User", value={"account": _ACCOUNT_ID, **_PERSON, "password": "correct-horse-9-battery"}, request_only=True
)
CREDENTIALS = OpenApiExample(
    "Credentials", value={"email": "ana@padaria.example", "password": "correct-horse-9-battery"}, request_only=True
)
SIGN_IN = OpenApiExample(
    "Signed in",
    value={
        **_TOKENS,
        "user": {
            "id": _USER_ID,
            "name": "Ana Souza",
            "email": "ana@padaria.example",
            "role": "admin",
            "account": _ACCOUNT_ID,
            "is_staff": False,
        },
    },
    response_only=True,
)
TOKENS = OpenApiExample("Tokens", value=_TOKENS, response_only=True)
TOKEN_WRITE = OpenApiExample("Refresh token", value={"refresh": _JWT}, request_only=True)
PASSWORD_CHANGE = OpenApiExample(
    "Password",
    value={"current_password": "correct-horse-9-battery", "new_password": "another-9-battery-staple"},
    request_only=True,
)
