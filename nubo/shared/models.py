"""The table that repeated money writes need, and the bases of every business table; knows no app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nubo.shared.ids import new_id

__all__ = ["BaseModel", "IdempotencyRecord"]


class BaseModel(models.Model):
    """``id`` (UUIDv7), ``created_at`` and ``updated_at``: what every business table has.

    ``updated_at`` is written by ``save()``; ``QuerySet.update()`` and bulk writes set it themselves.
    """

    id = models.UUIDField(_("id"), primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class IdempotencyRecord(models.Model):
    """The first answer to a money write that carried an ``Idempotency-Key``; see ``nubo.shared.api.idempotency``.

    Written in the same transaction as the effect that it answers for, so a row means "done" and no row means "no effect".
    """

    id = models.BigAutoField(primary_key=True)
    # Who asked and where: "<account or staff user id> <method> <route>".
    scope = models.CharField(_("scope"), max_length=200)
    key = models.CharField(_("key"), max_length=255)
    request_digest = models.CharField(_("request digest"), max_length=64)
    response_status = models.PositiveSmallIntegerField(_("response status"))
    response_body = models.TextField(_("response body"), blank=True, default="")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("idempotency record")
        verbose_name_plural = _("idempotency records")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="shared_idempotency_key_once_per_scope")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
