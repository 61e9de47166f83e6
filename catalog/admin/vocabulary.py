"""Staff screens of categories and tags."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.actions.vocabulary import delete_category, delete_tag, save_category, save_tag
from catalog.models import Category, Tag
from nubo.shared.admin import ActionForm, ActionModelAdmin

__all__ = ["CategoryAdmin", "TagAdmin"]


class SlugForm(ActionForm):
    """A blank slug is made by the action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance._state.adding:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the name or title.")


class NamedAdmin(ActionModelAdmin):
    form: type[ModelForm] = SlugForm
    list_display = ["name", "slug"]
    search_fields = ("name",)
    folded_search_fields = ("slug",)
    fields = ["name", "slug"]


@admin.register(Category)
class CategoryAdmin(NamedAdmin):
    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Category:
        return save_category(category=Category(), data=data)

    def update(
        self, *, request: HttpRequest, row: Category, data: dict[str, Any], formsets: list[BaseInlineFormSet]
    ) -> Category:
        return save_category(category=row, data=data)

    def remove(self, *, request: HttpRequest, row: Category) -> None:
        delete_category(category=row)


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    def create(self, *, request: HttpRequest, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Tag:
        return save_tag(tag=Tag(), data=data)

    def update(self, *, request: HttpRequest, row: Tag, data: dict[str, Any], formsets: list[BaseInlineFormSet]) -> Tag:
        return save_tag(tag=row, data=data)

    def remove(self, *, request: HttpRequest, row: Tag) -> None:
        delete_tag(tag=row)
