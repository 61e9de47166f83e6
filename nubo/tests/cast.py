"""The same people in every test: staff, an account's administrator and member, a stranger from another account, nobody.

Loaded by the top-level ``conftest.py`` as a pytest plugin. ``api(person)`` is a client signed in as that person, with a
real token through the real authentication; ``api(None)`` is nobody.
"""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.choices import UserRole
from accounts.models import Account, User
from accounts.tests.factories import AccountFactory, StaffFactory, UserFactory


@pytest.fixture
def account(db: None) -> Account:
    return AccountFactory(name="Padaria Central")


@pytest.fixture
def staff(db: None) -> User:
    return StaffFactory(name="Equipe")


@pytest.fixture
def admin(account: Account) -> User:
    """The administrator of ``account``. (Hides pytest-django's fixtures of that kind on purpose.)"""
    return UserFactory(account=account, name="Ana")


@pytest.fixture
def member(account: Account) -> User:
    return UserFactory(account=account, role=UserRole.MEMBER, name="Mauro")


@pytest.fixture
def stranger(db: None) -> User:
    """The administrator of another account."""
    return UserFactory(name="Estranho", account=AccountFactory(name="Outra Empresa"))


@pytest.fixture
def api() -> Callable[[User | None], APIClient]:
    def client(person: User | None = None) -> APIClient:
        made = APIClient()
        if person is not None:
            made.credentials(HTTP_AUTHORIZATION=f"Bearer {RefreshToken.for_user(person).access_token}")
        return made

    return client
