"""JSON in, strictly: no NaN or Infinity, no bottomless nesting, no number with thousands of digits."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser as StandardJSONParser

__all__ = ["JSONParser"]

#: More than any body of ours has; a number longer than this is refused before it costs quadratic time.
MAX_DIGITS = 400


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("number too long")
    return int(digits)


class JSONParser(StandardJSONParser):
    """UTF-8 JSON (RFC 8259). Whatever is broken answers 400, whichever way it is broken."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return json.loads(stream.read().decode("utf-8"), parse_constant=_refuse_constant, parse_int=_integer)
        except (ValueError, RecursionError):
            raise ParseError(_("The body is not valid JSON.")) from None
