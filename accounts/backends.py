"""Who signs in with a password, in the API and in the admin alike."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.rules import may_sign_in

__all__ = ["PasswordBackend"]


class PasswordBackend(ModelBackend):
    """Django's, and an account that is deleted or deactivated keeps its people out.

    It hashes a password for an unknown e-mail too, and asks who may sign in only after the password: the time that an
    answer takes tells nothing.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return may_sign_in(user)
