"""How a drawing on the pad becomes the picture that a network reads, step by step."""

from dataclasses import dataclass

import numpy as np

from nncore.data.digits import SIDE, spread, stages


@dataclass(frozen=True)
class Steps:
    """Which steps are taken, in this order.

    Attributes:
        invert: Paper becomes ink and ink becomes paper.
        crop: Cut to the box around the ink.
        fit: Scale the longer side to 20 pixels.
        center: Move the centre of mass to the centre of 28 × 28.
    """

    invert: bool = False
    crop: bool = True
    fit: bool = True
    center: bool = True


@dataclass(frozen=True, eq=False)
class Reading:
    """A drawing and the picture after each step; the last one is what the network reads."""

    steps: Steps
    pictures: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]

    @classmethod
    def of(cls, drawing: np.ndarray, steps: Steps) -> "Reading":
        """Read ink (h, w). A picture of 28 × 28 is one of the data: it stays as it is."""
        drawing = 1 - drawing if steps.invert else drawing
        if drawing.shape == (SIDE, SIDE):
            return cls(steps, (drawing,) * 4)
        way = stages(drawing, crop=steps.crop, fit=steps.fit, center=steps.center)
        return cls(steps, (way["raw"], way["cropped"], way["fitted"], way["centred"]))

    @property
    def picture(self) -> np.ndarray:
        """What the network reads (28, 28)."""
        return self.pictures[-1]

    @property
    def is_whole(self) -> bool:
        """Whether the drawing is the picture, without any step but inverting."""
        return self.pictures[0] is self.pictures[-1]

    def on_drawing(self, values: np.ndarray) -> np.ndarray:
        """A number for each pixel that is read, taken back to the drawing it came from.

        Where ink and paper were exchanged, more ink on the drawing is less in the picture.
        """
        steps = self.steps
        values = -values if steps.invert else values
        if self.is_whole:
            return values
        return spread(values, self.pictures[0], crop=steps.crop, fit=steps.fit, center=steps.center)
