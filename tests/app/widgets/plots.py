"""A plot of losses or shares as the window makes them, and what its tests look into."""

from app.widgets.plot import LivePlot
from app.widgets.plot_canvas import PlotCanvas, Scene


def new_plot(percent: bool = False, best: str = "min") -> LivePlot:
    plot = LivePlot("epoch", "accuracy" if percent else "loss", percent=percent, best=best)
    plot.add_series("train")
    plot.add_series("validation")
    plot.set_x_span(12)
    return plot


def canvas(plot: LivePlot) -> PlotCanvas:
    return plot._canvas


def scene(plot: LivePlot) -> Scene:
    return plot._canvas.scene_data
