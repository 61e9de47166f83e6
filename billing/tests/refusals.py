"""What tests ask of a refused request: which status, which code, which field; and that it wrote nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps

__all__ = ["errors", "nothing_written"]


def errors(response: Any) -> list[tuple[str, str | None]]:
    """(code, field) of each error of an answer in the one shape."""
    body = response.json()
    assert set(body) == {"type", "errors"}, body
    return [(error["code"], error["attr"]) for error in body["errors"]]


@contextmanager
def nothing_written() -> Iterator[None]:
    """No row of billing or of the shared ground is added, removed or changed in between."""
    before = _contents()
    yield
    assert _contents() == before


def _contents() -> dict[str, list[Any]]:
    models = [model for model in apps.get_models() if model._meta.app_label in {"billing", "shared"}]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}
