"""Documents as answers of the staff screens, in the language of the person who asks."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

__all__ = ["pdf_response"]


def pdf_response(draw: Callable[..., bytes], name: Callable[..., str], **document: Any) -> HttpResponse:
    """The file that ``draw`` makes of ``document``, shown in the browser and saved under ``name``."""
    language = get_language() or settings.LANGUAGE_CODE
    headers = {"Content-Disposition": f'inline; filename="{name(**document, language=language)}"'}
    response = HttpResponse(draw(**document, language=language), content_type="application/pdf", headers=headers)
    # The browser's own viewer is a page with a plugin and inline styles, which the rules of our pages would forbid.
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
