"""The shapes of accounts, people and tokens: what is read, what is written, and an example of each."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.choices import AccountRole, PaymentTerms, UserRole
from accounts.models import Account
from nubo.shared.api.serializers import RelatedIdField, RowSerializer

__all__ = [
    "AccountCreateSerializer",
    "AccountSerializer",
    "AccountWriteSerializer",
    "CredentialsSerializer",
    "PasswordChangeSerializer",
    "RefreshSerializer",
    "SignInSerializer",
    "TokensSerializer",
    "UserCreateSerializer",
    "UserSerializer",
    "UserWriteSerializer",
]

ADDRESS_FIELDS = ("street", "number", "complement", "district", "city", "state", "postal_code", "country")


class PasswordField(serializers.CharField):
    """Kept as typed, blanks at its ends included; bounded, since hashing costs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1024, trim_whitespace=False, write_only=True, **kwargs)


class TokenField(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4096, **kwargs)


class VisibleAccountField(RelatedIdField):
    """An account by id: one that the caller may not see is as unknown as one that does not exist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Account.objects.none(), **kwargs)

    def get_queryset(self) -> Any:
        return Account.objects.visible_to(self.context["request"].user)


# --- Accounts -----------------------------------------------------------------------------------------------------


class AddressSerializer(serializers.Serializer):
    street = serializers.CharField(max_length=200, allow_blank=True, required=False)
    number = serializers.CharField(max_length=20, allow_blank=True, required=False)
    complement = serializers.CharField(max_length=100, allow_blank=True, required=False)
    district = serializers.CharField(max_length=100, allow_blank=True, required=False)
    city = serializers.CharField(max_length=100, allow_blank=True, required=False)
    state = serializers.CharField(max_length=50, allow_blank=True, required=False)
    postal_code = serializers.CharField(max_length=20, allow_blank=True, required=False)
    country = serializers.RegexField(r"^[A-Z]{2}\Z", required=False, help_text=_("Two letters, ISO 3166-1."))


class AccountSerializer(RowSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    identifying_code = serializers.CharField(help_text=_("CNPJ or CPF, without its mask."))
    role = serializers.ChoiceField(choices=AccountRole.choices)
    phone = serializers.CharField(allow_blank=True)
    address = AddressSerializer()
    payment_terms = serializers.ChoiceField(choices=PaymentTerms.choices)
    net_days = serializers.IntegerField(allow_null=True)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "name": row["name"],
            "email": row["email"],
            "identifying_code": row["identifying_code"],
            "role": row["role"],
            "phone": row["phone"],
            "address": {field: row[field] for field in ADDRESS_FIELDS},
            "payment_terms": row["payment_terms"],
            "net_days": row["net_days"],
            "is_active": row["is_active"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }


class AccountWriteSerializer(serializers.Serializer):
    """A field that is left out keeps its value, with PUT too. ``validated_data`` has the address flattened."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254, help_text=_("Where invoices go; unique."))
    identifying_code = serializers.CharField(
        max_length=40, help_text=_("CNPJ or CPF, with or without its mask; unique.")
    )
    role = serializers.ChoiceField(choices=AccountRole.choices, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    address = AddressSerializer(required=False)
    payment_terms = serializers.ChoiceField(choices=PaymentTerms.choices, required=False)
    net_days = serializers.IntegerField(min_value=1, max_value=365, allow_null=True, required=False)
    is_active = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        address = attrs.pop("address", {})
        return {**attrs, **address}


class FirstAdminSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254, help_text=_("The login; unique among users."))
    password = PasswordField()


class AccountCreateSerializer(AccountWriteSerializer):
    admin = FirstAdminSerializer(
        required=False, help_text=_("The first user, made together with the account. Required without a token.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "admin" not in attrs and not self.context["request"].user.is_authenticated:
            raise serializers.ValidationError({"admin": [self.error_messages["required"]]}, code="required")
        return super().validate(attrs)


# --- Users --------------------------------------------------------------------------------------------------------


class UserSerializer(RowSerializer):
    id = serializers.UUIDField()
    account = serializers.UUIDField(allow_null=True, help_text=_("Null only for staff."))
    role = serializers.ChoiceField(choices=UserRole.choices)
    name = serializers.CharField()
    email = serializers.EmailField()
    picture = serializers.URLField(allow_blank=True)
    external_token = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"],
            "account": row["account_id"],
            "role": row["role"],
            "name": row["name"],
            "email": row["email"],
            "picture": row["picture"],
            "external_token": row["external_token"],
            "is_active": row["is_active"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }


class UserWriteSerializer(serializers.Serializer):
    """A field that is left out keeps its value, with PUT too."""

    account = VisibleAccountField(required=False, allow_null=True, help_text=_("Stays as it is once set."))
    role = serializers.ChoiceField(choices=UserRole.choices, required=False)
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254, help_text=_("The login; unique among users."))
    picture = serializers.URLField(max_length=500, allow_blank=True, required=False)
    external_token = serializers.CharField(
        max_length=255,
        allow_null=True,
        allow_blank=True,
        required=False,
        help_text=_("Subject at an external identity provider; unique."),
    )
    is_active = serializers.BooleanField(required=False)
    password = PasswordField(required=False)

    def validate_external_token(self, value: str | None) -> str | None:
        return value or None


class UserCreateSerializer(UserWriteSerializer):
    account = VisibleAccountField(required=False, help_text=_("Staff must name one; for others it is their own."))
    password = PasswordField(required=False, help_text=_("Required, unless there is an external_token."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        caller = self.context["request"].user
        missing = []
        if "account" not in attrs:
            if caller.is_staff:
                missing.append("account")
            attrs["account"] = caller.account
        if "password" not in attrs and not attrs.get("external_token"):
            missing.append("password")
        if missing:
            raise serializers.ValidationError(
                {field: [self.error_messages["required"]] for field in missing}, code="required"
            )
        return attrs


# --- Sessions -----------------------------------------------------------------------------------------------------


class CredentialsSerializer(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = PasswordField()


class TokensSerializer(serializers.Serializer):
    access = serializers.CharField(help_text=_("For the header `Authorization: Bearer …`; good for 15 minutes."))
    refresh = serializers.CharField(help_text=_("For one use of POST /users/token/refresh; good for 7 days."))


class SignedInUserSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=UserRole.choices)
    account = serializers.UUIDField(allow_null=True, source="account_id")
    is_staff = serializers.BooleanField()


class SignInSerializer(TokensSerializer):
    user = SignedInUserSerializer()


class RefreshSerializer(serializers.Serializer):
    refresh = TokenField()


class PasswordChangeSerializer(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()
