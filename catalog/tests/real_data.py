"""The folder of real public data files that ``NUBO_REAL_DATA`` names; tests that need it are skipped without."""

import os
from pathlib import Path

import pytest

__all__ = ["REAL_DATA", "needs_real_data"]

REAL_DATA = Path(os.environ.get("NUBO_REAL_DATA", "."))
needs_real_data = pytest.mark.skipif(
    "NUBO_REAL_DATA" not in os.environ, reason="set NUBO_REAL_DATA to the folder of real data files"
)
