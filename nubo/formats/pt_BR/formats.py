"""24/11/2026 instead of 24 de Novembro de 2026."""

DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
