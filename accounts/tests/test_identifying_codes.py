"""CNPJ (numeric and alphanumeric) and CPF: what is valid, and in what form it is kept."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj, cpf

from accounts.rules import compact_identifying_code, is_company, validate_identifying_code

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def cnpjs(alphabet: str) -> st.SearchStrategy[str]:
    roots = st.text(alphabet, min_size=12, max_size=12).filter(lambda root: len(set(root)) > 1)
    return roots.map(lambda root: root + cnpj.calc_check_digits(root))


cpfs = (
    st.text(DIGITS, min_size=9, max_size=9)
    .filter(lambda root: len(set(root)) > 1)
    .map(lambda root: root + cpf._calc_check_digits(root))
)


def masked(code: str) -> str:
    if is_company(code):
        return f"{code[:2]}.{code[2:5]}.{code[5:8]}/{code[8:12]}-{code[12:]}"
    return f"{code[:3]}.{code[3:6]}.{code[6:9]}-{code[9:]}"


def is_valid(code: str) -> bool:
    try:
        validate_identifying_code(code)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("12.ABC.345/01DE-35", True),
        ("12.abc.345/01de-35", True),
        ("12.ABC.345/01DE-36", False),
        ("16.727.230/0001-97", True),
        ("16727230000197", True),
        ("16.727.230/0001-79", False),
        ("529.982.247-25", True),
        ("529.982.247-26", False),
        ("111.111.111-11", False),
        ("00000000000000", False),
        ("", False),
        ("123", False),
        ("1672723000019", False),
        ("167272300001970", False),
        ("１６７２７２３０００１９７", False),
        ("٥٢٩٩٨٢٢٤٧٢٥", False),
        ("A" * 14, False),
        ("16727230000197\x00", False),
    ],
)
def test_the_table_of_the_law(code: str, valid: bool) -> None:
    assert is_valid(code) is valid


@given(st.one_of(cnpjs(DIGITS), cnpjs(DIGITS + LETTERS), cpfs))
def test_what_is_computed_is_valid_with_and_without_its_mask(code: str) -> None:
    assert is_valid(code)
    assert is_valid(masked(code))
    assert is_valid(masked(code).lower())
    assert compact_identifying_code(masked(code).lower()) == code


@given(st.one_of(cnpjs(DIGITS), cnpjs(DIGITS + LETTERS), cpfs), st.sampled_from([-1, -2]), st.integers(1, 9))
def test_one_wrong_check_digit_is_invalid(code: str, place: int, by: int) -> None:
    wrong = list(code)
    wrong[place] = str((int(wrong[place]) + by) % 10)
    assert not is_valid("".join(wrong))


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    is_valid(text)
