"""Built-in facts: Brazil's 27 states and their capitals, so that the demo needs no file and no network.

IBGE codes (two digits a state, seven a municipality) and coordinates in decimal degrees, WGS 84: a state's middle, a
capital's seat. `manage.py load_locations` brings the other 5,544 municipalities and finds these by their codes.
"""

from decimal import Decimal
from typing import NamedTuple

__all__ = ["STATES", "Place", "State"]


class Place(NamedTuple):
    ibge_code: str
    name: str
    latitude: Decimal
    longitude: Decimal


class State(NamedTuple):
    letters: str
    middle: Place
    capital: Place


def _state(letters: str, state: tuple[str, str, str, str], capital: tuple[str, str, str, str]) -> State:
    return State(letters, _place(*state), _place(*capital))


def _place(ibge_code: str, name: str, latitude: str, longitude: str) -> Place:
    return Place(ibge_code, name, Decimal(latitude), Decimal(longitude))


STATES: tuple[State, ...] = (
    _state("RO", ("11", "Rondônia", "-10.83", "-63.34"), ("1100205", "Porto Velho", "-8.76077", "-63.8999")),
    _state("AC", ("12", "Acre", "-8.77", "-70.55"), ("1200401", "Rio Branco", "-9.97499", "-67.8243")),
    _state("AM", ("13", "Amazonas", "-3.47", "-65.1"), ("1302603", "Manaus", "-3.11866", "-60.0212")),
    _state("RR", ("14", "Roraima", "1.99", "-61.33"), ("1400100", "Boa Vista", "2.82384", "-60.6753")),
    _state("PA", ("15", "Pará", "-3.79", "-52.48"), ("1501402", "Belém", "-1.4554", "-48.4898")),
    _state("AP", ("16", "Amapá", "1.41", "-51.77"), ("1600303", "Macapá", "0.03493", "-51.0694")),
    _state("TO", ("17", "Tocantins", "-9.46", "-48.26"), ("1721000", "Palmas", "-10.24", "-48.3558")),
    _state("MA", ("21", "Maranhão", "-5.42", "-45.44"), ("2111300", "São Luís", "-2.53874", "-44.2825")),
    _state("PI", ("22", "Piauí", "-6.6", "-42.28"), ("2211001", "Teresina", "-5.09194", "-42.8034")),
    _state("CE", ("23", "Ceará", "-5.2", "-39.53"), ("2304400", "Fortaleza", "-3.71664", "-38.5423")),
    _state("RN", ("24", "Rio Grande do Norte", "-5.81", "-36.59"), ("2408102", "Natal", "-5.79357", "-35.1986")),
    _state("PB", ("25", "Paraíba", "-7.28", "-36.72"), ("2507507", "João Pessoa", "-7.11509", "-34.8641")),
    _state("PE", ("26", "Pernambuco", "-8.38", "-37.86"), ("2611606", "Recife", "-8.04666", "-34.8771")),
    _state("AL", ("27", "Alagoas", "-9.62", "-36.82"), ("2704302", "Maceió", "-9.66599", "-35.735")),
    _state("SE", ("28", "Sergipe", "-10.57", "-37.45"), ("2800308", "Aracaju", "-10.9091", "-37.0677")),
    _state("BA", ("29", "Bahia", "-13.29", "-41.71"), ("2927408", "Salvador", "-12.9718", "-38.5011")),
    _state("MG", ("31", "Minas Gerais", "-18.1", "-44.38"), ("3106200", "Belo Horizonte", "-19.9102", "-43.9266")),
    _state("ES", ("32", "Espírito Santo", "-19.19", "-40.34"), ("3205309", "Vitória", "-20.3155", "-40.3128")),
    _state("RJ", ("33", "Rio de Janeiro", "-22.25", "-42.66"), ("3304557", "Rio de Janeiro", "-22.9129", "-43.2003")),
    _state("SP", ("35", "São Paulo", "-22.19", "-48.79"), ("3550308", "São Paulo", "-23.5329", "-46.6395")),
    _state("PR", ("41", "Paraná", "-24.89", "-51.55"), ("4106902", "Curitiba", "-25.4195", "-49.2646")),
    _state("SC", ("42", "Santa Catarina", "-27.45", "-50.95"), ("4205407", "Florianópolis", "-27.5945", "-48.5477")),
    _state("RS", ("43", "Rio Grande do Sul", "-30.17", "-53.5"), ("4314902", "Porto Alegre", "-30.0318", "-51.2065")),
    _state("MS", ("50", "Mato Grosso do Sul", "-20.51", "-54.54"), ("5002704", "Campo Grande", "-20.4486", "-54.6295")),
    _state("MT", ("51", "Mato Grosso", "-12.64", "-55.42"), ("5103403", "Cuiabá", "-15.601", "-56.0974")),
    _state("GO", ("52", "Goiás", "-15.98", "-49.86"), ("5208707", "Goiânia", "-16.6864", "-49.2643")),
    _state("DF", ("53", "Distrito Federal", "-15.83", "-47.86"), ("5300108", "Brasília", "-15.7795", "-47.9297")),
)
