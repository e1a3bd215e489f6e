"""The packaged files and the attribution each of them demands."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

BOUNDARIES = "© GeoBasis-DE / BKG 2021 (Daten verändert), dl-de/by-2-0, https://www.bkg.bund.de"
"""Shown with every map of counties, associations or municipalities."""

REGISTER = (
    "© Statistisches Bundesamt (Destatis), 2021, 2025; dl-de/by-2-0, "
    "https://www.govdata.de/dl-de/by-2-0"
)
"""Shown with numbers of inhabitants and of children by age."""

CENSUS_GRID = (
    "© Statistische Ämter des Bundes und der Länder, 2021, 2024 (Zensus 2011); dl-de/by-2-0, "
    "https://www.govdata.de/dl-de/by-2-0"
)
"""Shown with figures that rest on the 1 km grid."""

POSTCODES = "Robert Koch-Institut, GISD, doi:10.5281/zenodo.14781119, CC BY 4.0"
"""Shown where postcodes were turned into municipalities, and with the deprivation index."""

INKAR = "Laufende Raumbeobachtung des BBSR, INKAR 03/2024, © BBSR Bonn"
"""Shown with county indicators of INKAR."""

SCHOOLS = "JedeSchule.de, 2017, CC0"
"""Source of the schools."""

STATIONS = "Deutsche Bahn, Stationsdaten 2024, CC BY 4.0"
"""Source of the railway stations."""

ATTRIBUTION = (BOUNDARIES, REGISTER, CENSUS_GRID, POSTCODES, INKAR, SCHOOLS, STATIONS)
"""Every line, for a page that names all sources."""


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a packaged CSV file as text."""
    with files(__package__).joinpath("data", name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def read_features(name: str) -> list[dict[str, Any]]:
    """Return the features of a packaged GeoJSON file."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features
