"""How the columns of a foreign table become the fields of a dataset: templates, lookups, alternatives, defaults.

::

    {"derive": {"kind": {"template": "{type}", "lookup": {"SPT": "Portal"}}},
     "fields": {"title": "{kind} of {city} ({uf})", "location": ["{city_code}", "{uf}"], "price": "0.00"}}

A *rule* is a template; or ``{"template", "lookup", "default"}``; or a list of rules, of which the first that yields
anything counts. A template in which a named column is empty yields nothing. ``lookup`` replaces what the template
yielded, and its values are templates themselves. Derived names may be used by what stands below them.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

__all__ = ["ColumnMapping", "MappingError", "UnknownValueError"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_RULE_KEYS = {"template", "lookup", "default"}


class MappingError(ValueError):
    """The mapping itself is wrong; nothing is imported by it."""


class UnknownValueError(ValueError):
    """A row has a value that the lookup does not know, and nothing says what to do then."""


class ColumnMapping:
    """A checked mapping. Raises MappingError for unknown columns, fields and shapes."""

    def __init__(self, spec: Any, *, columns: list[str], fields: frozenset[str]) -> None:
        if not isinstance(spec, dict) or not isinstance(spec.get("fields"), dict) or set(spec) - {"derive", "fields"}:
            raise MappingError(_('a mapping is {"derive": {…}, "fields": {…}}'))
        self.derive: dict[str, Any] = spec.get("derive", {})
        self.fields: dict[str, Any] = spec["fields"]
        unknown = sorted(self.fields.keys() - fields)
        if unknown:
            raise MappingError(_("datasets have no field %s") % ", ".join(unknown))
        if not isinstance(self.derive, dict):
            raise MappingError(_('"derive" is an object of rules'))
        known = set(columns)
        for name, rule in self.derive.items():
            _check(rule, known, f"derive.{name}")
            known.add(name)
        for name, rule in self.fields.items():
            _check(rule, known, name)

    def apply(self, cells: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """The fields of one row, and what is wrong with it by field."""
        values = {name: "" if value is None else str(value).strip() for name, value in cells.items()}
        found: dict[str, str] = {}
        wrong: dict[str, str] = {}
        for name, rule in self.derive.items():
            try:
                values[name] = _evaluate(rule, values)
            except UnknownValueError as error:
                values[name], wrong[name] = "", str(error)
        for name, rule in self.fields.items():
            try:
                found[name] = _evaluate(rule, values)
            except UnknownValueError as error:
                wrong[name] = str(error)
        return found, wrong


def _check(rule: Any, known: set[str], where: str) -> None:
    if isinstance(rule, str):
        missing = sorted(set(_PLACEHOLDER.findall(rule)) - known)
        if missing:
            raise MappingError(
                _("%(where)s: the table has no column %(names)s") % {"where": where, "names": ", ".join(missing)}
            )
    elif isinstance(rule, list) and rule:
        for alternative in rule:
            _check(alternative, known, where)
    elif isinstance(rule, dict) and "template" in rule and not rule.keys() - _RULE_KEYS:
        lookup = rule.get("lookup", {})
        if not isinstance(lookup, dict) or not all(isinstance(v, str) for v in [rule["template"], *lookup.values()]):
            raise MappingError(_('%s: "template" is text, "lookup" an object of texts') % where)
        for template in (rule["template"], *lookup.values(), rule.get("default", "")):
            _check(template, known, where)
    else:
        raise MappingError(_("%s: a rule is a text, an object with a template, or a list of rules") % where)


def _evaluate(rule: Any, values: Mapping[str, str]) -> str:
    if isinstance(rule, str):
        return _fill(rule, values)
    if isinstance(rule, list):
        return _first(rule, values)
    value = _fill(rule["template"], values)
    if value and "lookup" in rule:
        if value in rule["lookup"]:
            value = _fill(rule["lookup"][value], values)
        elif "default" not in rule:
            raise UnknownValueError(_("the lookup has no entry for %r") % value[:100])
        else:
            value = ""
    return value or _evaluate(rule.get("default", ""), values)


def _first(rules: list[Any], values: Mapping[str, str]) -> str:
    unknown: UnknownValueError | None = None
    for rule in rules:
        try:
            value = _evaluate(rule, values)
        except UnknownValueError as error:
            unknown = error
            continue
        if value:
            return value
    if unknown:
        raise unknown
    return ""


def _fill(template: str, values: Mapping[str, str]) -> str:
    names = _PLACEHOLDER.findall(template)
    if any(not values.get(name, "") for name in names):
        return ""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template).strip()
