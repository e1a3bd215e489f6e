"""Files that come in and go out, and today's date."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response


def today() -> date:
    """Return today's date (UTC, which is near enough to Germany's calendar for days of field time)."""
    return datetime.now(UTC).date()


def attachment(content: bytes | str, media_type: str, name: str) -> Response:
    """Return a file to keep, never to be shown as a page of ours."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless_name(upload: FileStorage) -> str:
    """Return a harmless form of the name of a file somebody sent."""
    return re.sub(r"[^\w. -]", "_", upload.filename or "").lstrip(". ")[-80:] or "datei"


@contextmanager
def kept_for_reading(upload: FileStorage) -> Iterator[Path]:
    """Keep an uploaded file for as long as it is read, under a harmless form of its own name."""
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / harmless_name(upload)
        upload.save(path)
        yield path
