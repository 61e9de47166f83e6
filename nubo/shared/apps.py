"""The shared ground as an app: it has one table and the templates' tags."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharedConfig(AppConfig):
    name = "nubo.shared"
    label = "shared"
    verbose_name = _("Shared ground")
    default_auto_field = "django.db.models.BigAutoField"
