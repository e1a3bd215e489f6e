"""The rows for every program: CSV with a code plan, and Parquet that carries its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from surveyapp.exchange.cells import safe_text
from surveyapp.exchange.microdata.frame import coded
from surveyapp.exchange.microdata.model import WEIGHT, WEIGHT_LABEL, Rows, Variable

HEADINGS = ("merkmal", "merkmal_im_fragebogen", "bezeichnung", "art", "rolle", "wert", "bedeutung")


def rows_as_csv(rows: Rows) -> bytes:
    """Return codes with commas and points, one line of headings."""
    out = io.StringIO(newline="")
    coded(rows).to_csv(out, index=False, lineterminator="\r\n")
    return out.getvalue().encode()


def codebook(rows: Rows) -> bytes:
    """Return one line for each value of each variable; German Excel opens it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in codebook_lines(rows):
        writer.writerow([safe_text(each) for each in line])
    return ("\ufeff" + out.getvalue()).encode()


def codebook_lines(rows: Rows) -> Iterator[Sequence[str]]:
    """Yield variable, its name in the questionnaire, label, kind, part, code and meaning."""
    for each in rows.variables:
        head = (each.name, each.original, each.label, KINDS[each.kind], each.part)
        if not each.labels:
            yield (*head, "", "Zahl")
        for code, words in values_of(rows, each):
            yield (*head, str(code), words)
    yield (WEIGHT, "", WEIGHT_LABEL, KINDS["number"], "Gewicht", "", "Zahl")


KINDS = {"flag": "0 oder 1", "category": "Kategorie", "number": "Zahl"}


def values_of(rows: Rows, variable: Variable) -> Iterable[tuple[int, str]]:
    """Return the codes of a variable with their words, missing ones last and only where they occur."""
    found = {int(each) for each in set(variable.codes.tolist())}
    yield from variable.labels.items()
    yield from ((code, words) for code, words in rows.missing.items() if code in found)


def rows_as_parquet(rows: Rows) -> bytes:
    """Return typed columns whose notes hold label, values and meaning."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, only where rows are written
    import pyarrow.parquet as pq  # noqa: PLC0415

    fields = [
        pa.field(
            each.name,
            pa.int32(),
            metadata={
                "label": each.label,
                "original": each.original,
                "values": json.dumps(
                    {str(code): words for code, words in values_of(rows, each)}, ensure_ascii=False
                ),
            },
        )
        for each in rows.variables
    ]
    fields.append(pa.field(WEIGHT, pa.float64(), metadata={"label": WEIGHT_LABEL}))
    about = json.dumps(dict(rows.about), ensure_ascii=False)
    schema = pa.schema(fields, {"about": about})
    table = pa.Table.from_pandas(coded(rows), preserve_index=False).cast(
        pa.schema([field.remove_metadata() for field in fields])
    )
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(None).cast(schema), out, compression="zstd")
    return out.getvalue()
