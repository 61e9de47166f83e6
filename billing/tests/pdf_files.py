"""Reads PDF files as a person does: the text on the pages, and what a phone sees in a picture of them."""

import pypdfium2
import zxingcpp

__all__ = ["page_texts", "pdf_text", "qr_codes"]


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page; no-break spaces become spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\xa0", " ").replace("\r\n", "\n") for page in document]


def pdf_text(pdf: bytes) -> str:
    """All of it on one line, as far as white space goes."""
    return " ".join(" ".join(page_texts(pdf)).split())


def qr_codes(pdf: bytes, *, dots_per_inch: int = 150) -> list[str]:
    """What the QR codes say, page by page, read from the rendered picture."""
    pages = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in pages]
    return [
        code.text
        for picture in pictures
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    ]
