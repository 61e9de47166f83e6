"""Documents as files: what billing prints, from rows that it only reads. Never writes, never asks the clock."""

from billing.documents.credit_note_pdf import credit_note_file_name, credit_note_pdf
from billing.documents.invoice_pdf import invoice_file_name, invoice_pdf, invoice_pix_code

__all__ = ["credit_note_file_name", "credit_note_pdf", "invoice_file_name", "invoice_pdf", "invoice_pix_code"]
