"""The browser rules: strict everywhere, looser in the admin only, and a view's own policy wins."""

import pytest
from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path, reverse

from nubo.shared.middleware import ContentSecurityPolicyMiddleware


def policy(path: str, view=lambda request: HttpResponse()) -> dict[str, str]:
    response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get(path))
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.mark.parametrize("path", ["/datasets", "/docs", "/administrators", "/", "/x/admin/"])
def test_strict_outside_the_admin(path):
    rules = policy(path)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"


def test_admin_may_evaluate_and_style_but_nothing_from_elsewhere():
    rules = policy(reverse("admin:index") + "catalog/dataset/")
    assert rules["script-src"] == "'self' 'unsafe-eval'"
    assert rules["style-src"] == "'self' 'unsafe-inline'"
    assert rules["default-src"] == "'none'"
    assert not any("http" in sources for sources in rules.values())


def test_a_view_may_set_its_own():
    @csp_replace({"img-src": [NONE]})
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    rules = policy("/datasets", view)
    assert rules["img-src"] == "'none'"
    assert rules["script-src"] == "'self'"


urlpatterns = [path("elsewhere/", include([]))]


@pytest.mark.urls(__name__)
def test_without_an_admin_all_is_strict():
    assert policy("/admin/")["script-src"] == "'self'"


def test_is_in_the_chain(client):
    assert "'unsafe-eval'" in client.get(reverse("admin:login"))["Content-Security-Policy"]
