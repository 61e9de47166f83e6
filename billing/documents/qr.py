"""QR codes as vector drawings: sharp at every size, and without an image in the file."""

import segno
from reportlab.platypus import Flowable

__all__ = ["QRCode"]

#: Modules of white around the code that readers need (ISO/IEC 18004).
_QUIET_ZONE = 4


class QRCode(Flowable):
    """``text`` as a QR code, ``size`` points wide and high with its quiet zone; survives 15 % of damage."""

    def __init__(self, text: str, *, size: float) -> None:
        super().__init__()
        self.width = self.height = size
        self._rows = segno.make(text, error="m", micro=False).matrix

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        module = self.width / (len(self._rows) + 2 * _QUIET_ZONE)
        path = self.canv.beginPath()
        for y, row in enumerate(self._rows):
            for x, length in _runs(row):
                top = self.height - (_QUIET_ZONE + y) * module
                path.rect((_QUIET_ZONE + x) * module, top - module, length * module, module)
        self.canv.saveState()
        self.canv.setFillColorRGB(1, 1, 1)
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canv.setFillColorRGB(0, 0, 0)
        self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.restoreState()


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """(start, length) of each run of dark modules: one rectangle a run shows no hairlines between modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
