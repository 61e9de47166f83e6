"""The demo's companies and people: everyone has a valid CNPJ or CPF and the one demo password. In bulk, without history."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from stdnum.br import cnpj, cpf

from accounts.choices import AccountRole, PaymentTerms, UserRole
from accounts.models import Account, User
from billing.demo.facts import STATES
from nubo.shared.text import search_key

__all__ = ["LOGINS", "PASSWORD", "People", "make_people"]

#: Documented in the README and printed by the command: a demo is for looking around in.
PASSWORD = "nubo-demo-2026"  # noqa: S105  # nosec B105
#: E-mail → who it is.
LOGINS = {
    "staff@nubo.example": _("staff: the admin and every route"),
    "ana@padaria.example": _("administrator of Padaria Pão Dourado (pays within 15 days)"),
    "mauro@padaria.example": _("member of Padaria Pão Dourado"),
    "bia@outra.example": _("administrator of Outra Logística (prepaid, alphanumeric CNPJ)"),
}

_TRADES = ("Transportes", "Construtora", "Consultoria", "Farmácia", "Mercado", "Seguros", "Agropecuária", "Clínica",
           "Imobiliária", "Escola", "Energia", "Tecnologia", "Hotel", "Pesquisas", "Distribuidora", "Laboratório")  # fmt: skip
_NAMES = ("Aurora", "Serra Azul", "Boa Esperança", "Três Rios", "Horizonte", "Ipê Amarelo", "Vale Verde", "Estrela do Sul",
          "Maré Alta", "Pedra Branca", "Bela Vista", "Cruzeiro", "Caminho Novo", "Jacarandá", "Mirante", "Sabiá")  # fmt: skip
_FORMS = ("Ltda", "S.A.", "ME", "Cooperativa")
_GIVEN = ("Adriana", "Bruno", "Camila", "Diego", "Elisa", "Fábio", "Gabriela", "Heitor", "Íris", "João", "Karina", "Luís",
          "Marina", "Nélson", "Olívia", "Paulo", "Queila", "Rafael", "Sônia", "Tiago", "Úrsula", "Vítor", "Yara")  # fmt: skip
_FAMILY = ("Almeida", "Barbosa", "Cardoso", "Duarte", "Esteves", "Figueiredo", "Gonçalves", "Lima", "Moreira", "Nogueira",
           "Oliveira", "Pereira", "Ribeiro", "Santos", "Teixeira", "Vasconcelos")  # fmt: skip
_STREETS = ("Rua das Palmeiras", "Avenida Brasil", "Rua Sete de Setembro", "Avenida Beira-Mar", "Rua do Comércio",
            "Travessa São José", "Rua XV de Novembro", "Alameda dos Ipês")  # fmt: skip
_DISTRICTS = ("Centro", "Boa Vista", "Jardim América", "Santo Antônio", "Vila Nova")


@dataclass(frozen=True)
class People:
    """``buyers`` pairs each account that buys with its administrator: Ana's first, Bia's second."""

    staff: User
    buyers: list[tuple[Account, User]]
    provider_account: Account


def make_people(*, count: int, rng: Random) -> People:
    """Write ``count`` accounts (at least 4), their users and one of the staff."""
    maker = _Maker(rng)
    ana = maker.account(
        "Padaria Pão Dourado Ltda", "financeiro@padaria.example", payment_terms=PaymentTerms.NET, net_days=15
    )
    bia = maker.account("Outra Logística S.A.", "financeiro@outra.example", identifying_code=_cnpj("12ABC345"))
    seller = maker.account("Painel do Varejo Ltda", "contato@painel-do-varejo.example", role=AccountRole.PROVIDER)
    own = maker.account("Nubo Painel de Dados Ltda", "contato@nubo.example", role=AccountRole.INTERNAL)
    staff = maker.user(None, "Equipe Nubo", "staff@nubo.example", is_staff=True, is_superuser=True)
    buyers = [
        (ana, maker.user(ana, "Ana Duarte", "ana@padaria.example")),
        (bia, maker.user(bia, "Beatriz Lima", "bia@outra.example")),
    ]
    maker.user(ana, "Mauro Santos", "mauro@padaria.example", role=UserRole.MEMBER)
    maker.user(seller, "Regina Cardoso", "regina@painel-do-varejo.example")
    maker.user(own, "Otávio Nogueira", "otavio@nubo.example")
    buyers += [maker.customer(n) for n in range(count - len(maker.accounts))]
    Account.objects.bulk_create(maker.accounts, batch_size=1_000)
    User.objects.bulk_create(maker.users, batch_size=1_000)
    return People(staff=staff, buyers=buyers, provider_account=seller)


class _Maker:
    """Collects unsaved accounts and users."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.accounts: list[Account] = []
        self.users: list[User] = []
        # One hash for everybody: a good one takes a tenth of a second.
        self.password = make_password(PASSWORD)

    def account(self, name: str, email: str, **fields: object) -> Account:
        state = self.rng.choice(STATES)
        defaults: dict[str, object] = {
            "identifying_code": _cnpj(f"{_spread(len(self.accounts), 10_000_000):d}"),
            "phone": f"+55 11 9{self.rng.randrange(10_000_000, 100_000_000)}",
            "street": self.rng.choice(_STREETS),
            "number": str(self.rng.randrange(1, 3_000)),
            "district": self.rng.choice(_DISTRICTS),
            "city": state.capital.name,
            "state": state.letters,
            "postal_code": f"{self.rng.randrange(10_000, 100_000)}-{self.rng.randrange(1_000):03d}",
        }
        account = Account(name=name, search_name=search_key(name), email=email, **(defaults | fields))
        self.accounts.append(account)
        return account

    def user(self, account: Account | None, name: str, email: str, **fields: object) -> User:
        defaults: dict[str, object] = {"role": UserRole.ADMIN}
        user = User(account=account, name=name, email=email, password=self.password, **(defaults | fields))
        self.users.append(user)
        return user

    def customer(self, n: int) -> tuple[Account, User]:
        """The n-th further customer: a company, or every sixth time a person; half of them pay in advance."""
        net = {"payment_terms": PaymentTerms.NET, "net_days": self.rng.choice((10, 15, 30))} if n % 2 else {}
        person = self._name()
        if n % 6 == 5:
            domain = f"{slugify(person)}-{n}.example"
            account = self.account(person, f"contato@{domain}", identifying_code=_cpf(n), **net)
        else:
            trade, name = self.rng.choice(_TRADES), self.rng.choice(_NAMES)
            domain = f"{slugify(trade)}-{slugify(name)}-{n}.example"
            account = self.account(f"{trade} {name} {self.rng.choice(_FORMS)}", f"financeiro@{domain}", **net)
        admin = self.user(account, person, f"{slugify(person.split()[0])}@{domain}")
        for _member in range(self.rng.randrange(3)):
            name = self._name()
            email = f"{slugify(name).replace('-', '.')}.{len(self.users)}@{domain}"
            self.user(account, name, email, role=UserRole.MEMBER, is_active=self.rng.random() < 0.9)
        return account, admin

    def _name(self) -> str:
        return f"{self.rng.choice(_GIVEN)} {self.rng.choice(_FAMILY)}"


def _spread(n: int, least: int) -> int:
    """The n-th of many different numbers of as many places as ``least``, which is a power of ten."""
    # The factor shares none with 9 × 10^k, so no number comes twice.
    return least + n * 1_234_567 % (9 * least)


def _cnpj(root: str) -> str:
    """The head office (0001) of a company's eight places, with its check digits."""
    base = f"{root}0001"
    return base + cnpj.calc_check_digits(base)


def _cpf(n: int) -> str:
    base = f"{_spread(n, 100_000_000):d}"
    # The library checks digits but does not offer them; one pair of a hundred is right.
    return next(base + f"{digits:02d}" for digits in range(100) if cpf.is_valid(base + f"{digits:02d}"))
