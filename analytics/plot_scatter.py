"""Points in two directions as a plot that can be pointed at."""

from __future__ import annotations

from analytics import picture, plot
from analytics.picture_scatter import Axis, Reach, Scatter, Spot, label_offsets


def plot_scatter(scatter: Scatter) -> dict[str, object]:
    """Return the same points as Plotly draws them."""
    spots = scatter.spots
    numbers = [str(n) for n in range(1, len(spots) + 1)]
    data = [_plot_spot(number, spot) for number, spot in zip(numbers, spots, strict=True)]
    layout = {
        "height": 460,
        "margin": {"l": 12, "r": 24, "t": 30, "b": 60},
        "hovermode": "closest",
        **plot.keyed(_plot_key(scatter)),
        "xaxis": _plot_axis(scatter.x),
        "yaxis": _plot_axis(scatter.y),
        "shapes": [
            _plot_cross("x", scatter.x.cross),
            _plot_cross("y", scatter.y.cross),
        ],
        "annotations": [
            {
                "x": spot.x.value,
                "y": spot.y.value,
                "text": number,
                "ax": dx,
                "ay": dy,
                "arrowhead": 0,
                "arrowwidth": 1,
            }
            for number, spot, (dx, dy) in zip(numbers, spots, label_offsets(scatter), strict=True)
        ],
    }
    return {"data": data, "layout": layout}


def _plot_key(scatter: Scatter) -> list[plot.Entry]:
    corner = [plot.Entry(f"Oben links: {scatter.corner}", mark="↖")] if scatter.corner else []
    named = [
        plot.Entry(spot.label + (" (unsicher)" if spot.is_uncertain else ""), mark=str(number))
        for number, spot in enumerate(scatter.spots, start=1)
    ]
    return corner + named


def _plot_spot(number: str, spot: Spot) -> dict[str, object]:
    """Return one point as a trace of its own, so that it has words of its own."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": number,
        "x": [spot.x.value],
        "y": [spot.y.value],
        "error_x": _errors(spot.x),
        "error_y": _errors(spot.y),
        "marker": {
            "size": 10,
            "color": picture.PAPER if spot.is_uncertain else picture.FIRST,
            "line": {"color": picture.FIRST, "width": 2},
        },
        "text": f"{plot.label(spot.label)}<br>{plot.label(spot.words)}",
        "hoverinfo": "text",
    }


def _errors(reach: Reach) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if reach.high is None else round(reach.high - reach.value, 6)],
        "arrayminus": [0.0 if reach.low is None else round(reach.value - reach.low, 6)],
        "color": "#7d8794",
        "thickness": 1.4,
        "width": 0,
    }


def _plot_axis(axis: Axis) -> dict[str, object]:
    return {
        "title": {"text": plot.label(axis.title)},
        "range": [axis.scale.low, axis.scale.high],
        "tickvals": list(axis.scale.ticks),
        "ticktext": [axis.write(tick) for tick in axis.scale.ticks],
        "automargin": True,
        "ticks": "outside",
        "ticklen": 8,
        "tickcolor": picture.GRID,
    }


def _plot_cross(direction: str, value: float) -> dict[str, object]:
    other = "y" if direction == "x" else "x"
    return {
        "type": "line",
        f"{direction}0": value,
        f"{direction}1": value,
        f"{other}0": 0,
        f"{other}1": 1,
        f"{other}ref": "paper",
        "line": {"dash": "dash", "color": picture.INK, "width": 1.2},
    }
