"""Every place where words can come in or stay, found in the code itself, so that a new one is not forgotten.

``read_by_code`` names what the views read of a request, ``form_fields`` the fields of the forms,
``kept_in`` the columns of the stores in which a payload stands.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import sqlalchemy as sa
from flask_wtf import FlaskForm

import surveyapp.web
from surveyapp.storage.db import db, register_store, urn_store
from tests.corpus.payloads import SIGN

SOURCES = ("form", "args", "values", "files", "headers", "cookies")
"""What of a request comes from outside, by names."""


def form_fields() -> set[str]:
    """Return every field of every form, as ``field_forms.SurveyForm.title``."""
    for module in walk_packages(surveyapp.web.__path__, "surveyapp.web."):
        import_module(module.name)
    return {
        f"{form.__module__.rpartition('.')[2]}.{form.__name__}.{name} {_kind(field)}"
        for form in _below(FlaskForm)
        if form.__module__.startswith("surveyapp.")
        for name, field in vars(form).items()
        if hasattr(field, "field_class") or type(field).__name__ == "UnboundField"
    }


def _kind(field: object) -> str:
    return field.field_class.__name__  # type: ignore[attr-defined]


def _below(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


def read_by_code() -> set[str]:
    """Return what views read of a request by name: ``log.py args was``; ``*`` stands for any name."""
    root = Path(surveyapp.web.__file__).parents[1]
    found = set()
    for path in sorted([*(root / "web").rglob("*.py"), *(root / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= {f"{path.relative_to(root)} {each}" for each in _reads(node)}
    return found


def _reads(node: ast.AST) -> Iterator[str]:
    """Yield source and name of what one expression reads of the request."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        source = _source(node.func.value)
        if source and node.args:
            yield f"{source} {_name(node.args[0])}"
        elif source:
            yield f"{source} *"
        elif ast.unparse(node.func) == "request.get_json":
            yield "json *"
    elif isinstance(node, ast.Subscript) and _source(node.value):
        yield f"{_source(node.value)} {_name(node.slice)}"
    elif isinstance(node, ast.Compare) and _source(node.comparators[0]):
        yield f"{_source(node.comparators[0])} {_name(node.left)}"


def _source(node: ast.AST) -> str:
    words = ast.unparse(node)
    return words.removeprefix("request.") if words in {f"request.{s}" for s in SOURCES} else ""


def _name(node: ast.AST) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "*"


def text_columns() -> set[str]:
    """Return every column of the stores that can hold words."""
    return {
        f"{table.name}.{column.name}"
        for metadata in db.metadatas.values()
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON)
    }


def kept_in() -> set[str]:
    """Return the columns in which a payload stands; inside an application context."""
    with urn_store() as urn, register_store() as register:
        stores = {None: db.session(), "urn": urn, "register": register}
        return {
            f"{table.name}.{column.name}"
            for key, metadata in db.metadatas.items()
            for table in metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, sa.String | sa.JSON)
            for values in [stores[key].scalars(sa.select(column)).all()]
            if any(SIGN.search(_words(each)) for each in values)
        }


def _words(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


REASONS = {
    "words": "takes any words, and has carried a payload",
    "key": "made by the application, or looked up among what there is: anything else is not found",
    "choice": "one of a list: anything else is refused",
    "code": "words of a form of their own, which holds no sign of markup: address, code, hours, slug",
    "codes": "a document of answers, checked by the model: codes and numbers",
    "number": "a number",
    "date": "a day or a moment",
    "place": "the name of a square kilometre",
    "switch": "there or not there",
    "secret": "never shown again",
    "sealed": "packed, signed or encrypted by the application, and checked when it comes back",
    "made": "sentences and figures of the application",
    "copy": "the same words as in another column, shown by the same template",
    "address": "where to go on: only paths of ours",
    "condition": "parsed by the grammar of conditions",
    "any": "whatever names there are; each of them is a field of its own",
    "outside": "needs a server of others",
}
"""What stands behind every place in the table, and what it means."""

TABLE = Path(__file__).with_suffix(".txt")


def lines(sent: set[str]) -> list[str]:
    """Return every place with ``words`` where a payload came in or stands; ``sent`` names fields."""
    ends = {each.rpartition("-")[2] for each in sent} | sent
    kept = kept_in()
    found = [f"column {each} {_mark(each in kept)}" for each in text_columns()]
    found += [
        f"field {each} {_mark(_last(each.split()[0], '.') in ends)}" for each in form_fields()
    ]
    found += [f"read {each} {_mark(each.split()[-1] in ends)}" for each in read_by_code()]
    return sorted(found)


def missing(found: list[str]) -> list[str]:
    """Return what the table does not say: unknown places, and those that carried no payload."""
    said = set(TABLE.read_text(encoding="utf-8").splitlines())
    places = {each.rpartition(" ")[0] for each in said}
    unexplained = sorted(each for each in said if each.rpartition(" ")[2] not in REASONS)
    return (
        [
            each
            for each in found
            if each.rpartition(" ")[0] not in places
            or (each.endswith(" -") and each.removesuffix("-") + "words" in said)
        ]
        + unexplained
        + sorted(f"gone: {each}" for each in places - {each.rpartition(" ")[0] for each in found})
    )


def _mark(has_carried: bool) -> str:
    return "words" if has_carried else "-"


def _last(name: str, sign: str) -> str:
    return name.rpartition(sign)[2]
