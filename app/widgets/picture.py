"""Small images shown pixel by pixel: one picture, or a row of them."""

from app.widgets.instrument import Instrument


class Picture(Instrument):
    """One image, enlarged without blur."""


class PictureStrip(Instrument):
    """A row of small images to choose from."""
