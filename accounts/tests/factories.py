"""Accounts and people for tests: valid, and different each time."""

import factory
from stdnum.br import cnpj

from accounts.choices import PaymentTerms, UserRole
from accounts.models import Account, User

__all__ = ["PASSWORD", "AccountFactory", "StaffFactory", "UserFactory", "make_cnpj"]

PASSWORD = "correct-horse-9-battery"


def make_cnpj(n: int) -> str:
    """The n-th valid CNPJ."""
    root = f"{n + 10_000_000:08d}0001"
    return root + cnpj.calc_check_digits(root)


class AccountFactory(factory.django.DjangoModelFactory):
    """A prepaid customer; ``net=True`` makes one that pays within 10 days."""

    class Meta:
        model = Account

    class Params:
        net = factory.Trait(payment_terms=PaymentTerms.NET, net_days=10)

    name = factory.Sequence(lambda n: f"Empresa {n}")
    email = factory.Sequence(lambda n: f"financeiro{n}@empresa.example")
    identifying_code = factory.Sequence(make_cnpj)


class UserFactory(factory.django.DjangoModelFactory):
    """An administrator of a new account; the password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    account = factory.SubFactory(AccountFactory)
    role = UserRole.ADMIN
    name = factory.Sequence(lambda n: f"Pessoa {n}")
    email = factory.Sequence(lambda n: f"pessoa{n}@empresa.example")
    password = factory.django.Password(PASSWORD)


class StaffFactory(UserFactory):
    """A superuser without an account."""

    account = None
    is_staff = True
    is_superuser = True
    email = factory.Sequence(lambda n: f"staff{n}@nubo.example")
