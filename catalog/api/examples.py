"""Example bodies for the API's documentation: real places, made-up datasets."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

__all__ = ["DATASET", "DATASET_BODY", "PRICE_CHANGE"]

_DATASET: dict[str, Any] = {
    "id": "01981c6e-3f00-7d6a-9b0e-6a1f0c1d2e3f",
    "title": "Chuva diária em Campinas (SP)",
    "slug": "chuva-diaria-em-campinas-sp",
    "description": "Precipitação por pluviômetro, em milímetros, desde 1990.",
    "category": "clima",
    "tags": ["chuva", "serie-historica"],
    "provider": {"id": "01981c6e-3f00-7a11-8c22-1f2e3d4c5b6a", "name": "Instituto Águas Claras"},
    "location": {
        "id": "01981c6e-3f00-7b33-9d44-2a3b4c5d6e7f",
        "name": "Campinas",
        "state": "SP",
        "country": "BR",
        "ibge_code": "3509502",
        "latitude": -22.9053,
        "longitude": -47.0659,
    },
    "price": "49.90",
    "monthly_price": "19.90",
    "currency": "BRL",
    "licence": "CC-BY-4.0",
    "update_frequency": "daily",
    "status": "published",
    "published_at": "2026-01-05T12:00:00Z",
    "created_at": "2026-01-02T09:30:00Z",
    "updated_at": "2026-01-05T12:00:00Z",
}

_BODY = {
    name: _DATASET[name]
    for name in ("title", "description", "category", "price", "monthly_price", "licence", "update_frequency", "status")
} | {
    "tags": ["chuva", "série histórica"],
    "provider": _DATASET["provider"]["id"],
    "location": _DATASET["location"]["id"],
}

DATASET = OpenApiExample("A dataset", value=_DATASET, response_only=True)
DATASET_BODY = OpenApiExample("A dataset, published at once", value=_BODY, request_only=True)
PRICE_CHANGE = OpenApiExample("A new price", value={"price": "59.90"}, request_only=True)
