"""Every route: the API stands at the root without a prefix, beside the admin, the schema and the probes."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

import nubo.shared.api.converters  # noqa: F401 (registers <id:…> and <text:…>)
from nubo.shared import health
from nubo.shared.api import errors

urlpatterns = [
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("nubo.shared.api.docs")),
    path("", include("accounts.api.urls")),
    path("", include("catalog.api.urls")),
    path("", include("billing.api.urls")),
    # Last: with DEBUG on, Django would answer an unknown address with a page of HTML instead of handler404.
    re_path("", errors.not_found),
]

handler400 = "nubo.shared.api.errors.bad_request"
handler404 = "nubo.shared.api.errors.not_found"
handler500 = "nubo.shared.api.errors.server_error"
