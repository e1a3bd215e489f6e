"""The rows as a frame of whole numbers, as all writers begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.exchange.microdata.model import WEIGHT, Rows

if TYPE_CHECKING:
    import pandas as pd


def coded(rows: Rows) -> pd.DataFrame:
    """Return codes with the weight as the last column."""
    import pandas as pd  # noqa: PLC0415 - heavy, only where rows are written

    columns = {each.name: each.codes.astype("int32") for each in rows.variables}
    return pd.DataFrame({**columns, WEIGHT: rows.weights})
