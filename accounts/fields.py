"""Columns that normalise what is written and what is looked up, so that no caller can forget to."""

from typing import Any

from django.db import models

from accounts.rules import compact_identifying_code, normalize_email

__all__ = ["IdentifyingCodeField", "LowerCaseEmailField"]


class LowerCaseEmailField(models.EmailField):
    """An e-mail address in lower case, at every write and lookup: unique without regard to case, on a plain index."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalize_email(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normalize_email(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class IdentifyingCodeField(models.CharField):
    """A CNPJ or CPF without its mask, in capitals, at every write and lookup."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return compact_identifying_code(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return compact_identifying_code(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
