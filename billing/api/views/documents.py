"""``/invoices/{id}/pdf``: the invoice as a file, for whoever may see the invoice."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.views.base import AccountScopedViewSet, path_id
from billing.documents import invoice_file_name, invoice_pdf
from billing.documents.wording import LANGUAGES
from billing.models import Invoice
from nubo.shared.api.renderers import JSONRenderer, PDFRenderer

__all__ = ["InvoiceFileViewSet"]

LANGUAGE = OpenApiParameter("lang", enum=LANGUAGES, description="The file's language; capitals do not matter.")
# A file has one format: DRF's own parameter for choosing one says nothing here.
NO_FORMAT = OpenApiParameter("format", exclude=True)


@extend_schema(tags=["invoices"])
class InvoiceFileViewSet(AccountScopedViewSet):
    queryset = Invoice.objects.none()
    reads = frozenset({"retrieve"})
    filter_backends = ()
    pagination_class = None
    renderer_classes = (PDFRenderer, JSONRenderer)

    @extend_schema(
        operation_id="get_invoice_pdf",
        summary="The invoice as a PDF file",
        description="A4, in the language of `lang` or else of `Accept-Language`. An open invoice in BRL carries a Pix code, as "
        "QR code and as text. It is not the fiscal document (NFS-e). Drafts: staff only.",
        parameters=[path_id("The invoice's id."), LANGUAGE, NO_FORMAT],
        responses={(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")},
    )
    def retrieve(self, request: Request, pk: UUID) -> Response:
        language = _language(request)
        invoice = self.target(pk)
        name = invoice_file_name(invoice=invoice, language=language)
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
        return Response(invoice_pdf(invoice=invoice, language=language), headers=headers)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        # Whatever was asked for: a file is a file, also to a program that always accepts JSON, and a refusal is JSON.
        renderer = JSONRenderer() if response.exception else PDFRenderer()
        request.accepted_renderer = renderer
        request.accepted_media_type = renderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


def _language(request: Request) -> str:
    """The language asked for. Raises ValidationError that names ``lang``."""
    asked = request.query_params.get("lang")
    if asked is None:
        return get_language() or LANGUAGES[0]
    if asked.lower() not in LANGUAGES:
        raise ValidationError(
            {"lang": [_("Choose one of: %(languages)s.") % {"languages": ", ".join(LANGUAGES)}]}, code="invalid"
        )
    return asked.lower()
