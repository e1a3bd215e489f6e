"""A whole release as typed columns with their meaning, for statisticians."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO

from surveyapp.exchange.released.model import COLUMNS, Whole

ABOUT_KEY, CODEBOOK_KEY, NOTES_KEY = b"about", b"codebook", b"notes"


def columns(whole: Whole) -> bytes:
    """Return the figures as a Parquet file; the file's own notes say what it is and what columns mean."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, only where such a file is written
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {"value": pa.float64(), "low": pa.float64(), "high": pa.float64(), "n": pa.int32()}
    text = pa.dictionary(pa.int32(), pa.string())
    fields = [
        pa.field(name, kinds.get(name, text), metadata={"description": meaning})
        for name, (_heading, meaning) in COLUMNS.items()
    ]
    plan = {name: meaning for name, (_heading, meaning) in COLUMNS.items()}
    about = {name: words for name, (_heading, words) in whole.about.items()}
    metadata = {
        ABOUT_KEY: _json(about),
        CODEBOOK_KEY: _json(plan),
        NOTES_KEY: _json([note for note in whole.notes() if note]),
    }
    made = pa.Table.from_pylist([asdict(row) for row in whole.rows], pa.schema(fields, metadata))
    out = BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
