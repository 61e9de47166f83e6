"""The API's documentation for people: Swagger UI and ReDoc, wholly from this server (no CDN, no web fonts)."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_page
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

__all__ = ["urlpatterns"]

# Both build their styles at run time; ReDoc searches in a worker that it makes from a blob.
_STYLES = {"style-src": [SELF, UNSAFE_INLINE]}
_WORKER = {"worker-src": [SELF, "blob:"]}

# Describing 60 operations takes half a second; in production that is done once an hour and language, not per visit.
_schema = SpectacularAPIView.as_view()
schema = _schema if settings.DEBUG else cache_page(3600)(_schema)

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(url="/docs")),
    path("schema", schema, name="schema"),
    path("docs", csp_update(_STYLES)(SpectacularSwaggerSplitView.as_view()), name="docs"),
    path("docs/redoc", csp_update({**_STYLES, **_WORKER})(SpectacularRedocView.as_view()), name="redoc"),
]
