"""The project itself as an app (its system checks are known to every command), and the admin with our own site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as BaseAdminConfig


class NuboConfig(AppConfig):
    name = "nubo"

    def ready(self) -> None:
        from nubo import checks  # noqa: F401 (registers them)


class AdminConfig(BaseAdminConfig):
    default_site = "nubo.admin_site.AdminSite"
