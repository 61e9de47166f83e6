"""The mark: a cloud over bars of data, drawn, so that it is sharp at every size and no image file is needed."""

from reportlab.lib.colors import white
from reportlab.platypus import Flowable

from billing.documents.style import ACCENT, BRAND

__all__ = ["Logo"]


class Logo(Flowable):
    """``size`` points wide and high."""

    def __init__(self, *, size: float) -> None:
        super().__init__()
        self.width = self.height = size

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.width / 36, self.height / 36)  # drawn on a grid of 36
        canvas.setFillColor(BRAND)
        canvas.roundRect(0, 0, 36, 36, 9, stroke=0, fill=1)
        canvas.setFillColor(white)
        for x, y, radius in ((11.5, 18.5, 5), (18.5, 21.5, 7), (25.5, 18.5, 5)):
            canvas.circle(x, y, radius, stroke=0, fill=1)
        canvas.roundRect(8, 13.5, 21, 7, 3, stroke=0, fill=1)
        canvas.setFillColor(ACCENT)
        for x, height in ((12, 4), (17, 7), (22, 5.5)):
            canvas.roundRect(x, 15.5, 3, height, 1, stroke=0, fill=1)
        canvas.restoreState()
