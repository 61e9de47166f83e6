"""What happens to every request before and after Django's own middleware: probes answered first, browser rules set last."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch, reverse

from nubo.shared import health


class ProbeMiddleware:
    """Answers /health/… before anything else; stands first in MIDDLEWARE.

    Load balancers and container platforms ask by IP address, over plain HTTP, every few seconds. Further in, the check of
    ALLOWED_HOSTS would refuse the address with 400, and every probe would write two lines into the request log.
    """

    probes = {"/health/live": health.live, "/health/ready": health.ready}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.probes.get(request.path_info, self.get_response)(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin, whose theme evaluates expressions and carries inline styles.

    A view that sets its own policy (csp.decorators) keeps it, in the admin too.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and _in_admin(request):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def _in_admin(request: HttpRequest) -> bool:
    try:
        # With its slash: /admin-like paths of the API are not the admin.
        return request.path_info.startswith(reverse("admin:index"))
    except NoReverseMatch:  # a URL configuration without an admin
        return False
