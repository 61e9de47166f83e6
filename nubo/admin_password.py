"""The page on which staff change their own password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse, HttpResponseRedirect
from unfold.forms import AdminOwnPasswordChangeForm

from accounts import actions
from nubo.shared.admin.forms import REFUSALS, add_refusal

__all__ = ["PasswordChangeThroughAction"]


class PasswordChangeThroughAction(PasswordChangeView):
    """One's own password. The form checks, the action writes; both look at the old password."""

    form_class = AdminOwnPasswordChangeForm

    def form_valid(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        try:
            actions.change_password(
                user=self.request.user, current_password=data["old_password"], new_password=data["new_password1"]
            )
        except REFUSALS as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        # Not super().form_valid(): it would save the form. The session goes on, all others end.
        self.request.user.refresh_from_db(fields=["password"])
        update_session_auth_hash(self.request, self.request.user)
        return HttpResponseRedirect(self.get_success_url())
