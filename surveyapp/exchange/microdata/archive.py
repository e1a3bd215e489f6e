"""All files of the rows in one archive; a further one is a further row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from surveyapp.exchange.giveout import ddi
from surveyapp.exchange.microdata import pages, plain, r_script, spss, stata
from surveyapp.exchange.microdata.model import Rows
from surveyapp.questionnaire.model import Questionnaire

FILES: Mapping[str, Callable[[Rows], bytes]] = {
    "LIESMICH.txt": pages.read_first,
    "risikobericht.html": pages.risk_page,
    "codeplan.html": pages.codebook_page,
    "codeplan.csv": plain.codebook,
    "daten.csv": plain.rows_as_csv,
    "daten.sav": spss.data,
    "daten.sps": spss.syntax,
    "daten.dta": stata.data,
    "daten.parquet": plain.rows_as_parquet,
    "daten.R": r_script.script,
}
"""Name of each file and how it is written."""

DDI = "fragebogen-ddi.xml"


def archive(rows: Rows, questionnaire: Questionnaire) -> bytes:
    """Return the archive."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as files:
        for name, write in FILES.items():
            # No moment of writing: it would say when somebody worked on the rows.
            files.writestr(ZipInfo(name), write(rows), ZIP_DEFLATED)
        files.writestr(ZipInfo(DDI), ddi.write(questionnaire, "de"), ZIP_DEFLATED)
    return out.getvalue()
