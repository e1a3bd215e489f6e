"""What pyxform and ODK Validate refuse, in our sentences: broken rows, names, lists, expressions."""

from __future__ import annotations

import contextlib
import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from surveyapp.exchange.report import Remark
from surveyapp.exchange.xlsform import cycles, xpath
from surveyapp.exchange.xlsform.faults import FormError, cell, fault
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.xpath import Call, Filtered, Ref, Route, Tree, XPathError

MAX_NESTING = 30
"""Deepest groups in groups."""

MAX_SAID = 25
"""Most mistakes of one file that are named."""

_ROW = re.compile(
    r"^\s*\[row\s*:\s*(?P<row>\d+)\]\s*(?:On the '(?P<sheet>\w+)' sheet,\s*)?", re.DOTALL
)
_QUOTED = re.compile(r"'([^']+)'|\[([^\]]+)\]")
_SHEET = re.compile(r"'(survey|choices|settings|external_choices|entities|osm)'")


def refuse_broken_workbook(book: DefinitionData) -> None:
    """Refuse what pyxform refuses, which is what every server of forms refuses.

    Raises
    ------
    FormError
        With its sheet and row.
    """
    _refuse_nesting(book)
    _refuse_translated_settings(book)
    # pyxform writes into what it is given.
    given = copy.deepcopy(book)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            survey = create_survey_element_from_dict(workbook_to_json(given, warnings=[]))
            survey.to_xml(validate=False, warnings=[], pretty_print=False)
    except PyXFormError as error:
        raise FormError(_translated(str(error), book)) from error
    except RecursionError as error:
        raise fault(
            "survey", "das Formular ist zu tief verschachtelt", "too deeply nested"
        ) from error
    except Exception as error:  # pyxform stumbles over some broken forms instead of refusing them
        said = f"{type(error).__name__}: {error}"[:300]
        raise fault(
            "survey",
            f"pyxform kann daraus kein Formular machen ({said})",
            f"pyxform can make no form of it ({said})",
        ) from error


def _refuse_nesting(book: DefinitionData) -> None:
    depth = 0
    for number, row in enumerate(book.survey or (), start=2):
        kind = str(row.get("type") or row.get("Type") or "")
        depth += bool(RE_BEGIN_CONTROL.search(kind)) - bool(RE_END_CONTROL.search(kind))
        if depth > MAX_NESTING:
            raise fault(
                cell("survey", number),
                f"mehr als {MAX_NESTING} Gruppen stehen ineinander",
                f"more than {MAX_NESTING} groups stand inside each other",
            )


def _refuse_translated_settings(book: DefinitionData) -> None:
    """Refuse a setting in several languages, over which pyxform stumbles without a sentence."""
    for header in (book.settings_header or [{}])[0]:
        setting, sign, language = str(header).partition("::")
        if sign and setting.strip().lower() not in ("attribute", "namespaces"):
            raise fault(
                cell("settings", 1),
                f"„{setting}“ gilt für alle Sprachen; nennen Sie die Spalte ohne „::{language}“",
                f"“{setting}” is one for all languages; name the column without “::{language}”",
            )


def _translated(said: str, book: DefinitionData) -> Remark:
    """Return an error of pyxform with its place, in German as far as we know the sentence."""
    found = _ROW.match(said)
    rest = " ".join((said[found.end() :] if found else said).split())
    # Rows without a sheet are those of the survey sheet.
    sheet = (found and found["sheet"]) or ("survey" if found else _sheet_of(rest))
    row = int(found["row"]) if found else _row_of(rest, getattr(book, sheet, None) or ())
    where = cell(sheet, row) if row else sheet
    short = rest[:400].rstrip(".") or said[:400]
    known = next((text for pattern, text in _GERMAN if pattern.search(rest)), None)
    german = f"{known} ({short})" if known else f"das Formular ist fehlerhaft ({short})"
    return Remark(where, {"de": german, "en": short})


def _row_of(said: str, rows: Sequence[Mapping[str, str]]) -> int:
    """Return the first row that holds a word an error quotes; 0 where none does."""
    quoted = [one or other for one, other in _QUOTED.findall(said)]
    found = (
        number
        for word in quoted
        for number, row in enumerate(rows, start=2)
        if word in row.values()
    )
    return next(found, 0)


def _sheet_of(said: str) -> str:
    named = _SHEET.search(said)
    if named:
        return named[1]
    for word, sheet in (("choice", "choices"), ("settings", "settings"), ("entit", "entities")):
        if word in said.lower():
            return sheet
    return "survey"


_GERMAN = tuple(
    (re.compile(pattern, re.IGNORECASE), german)
    for pattern, german in (
        (r"must have a sheet named", "das Blatt „survey“ fehlt"),
        (r"no type", "der Typ fehlt"),
        (r"unknown question type", "diesen Fragetyp gibt es nicht"),
        (r"with no name|missing name", "der Name fehlt"),
        (r"names must begin|invalid character|must start with", "der Name ist ungültig"),
        (r"duplicate|already|more than once|must be unique|appears", "ein Name steht doppelt"),
        (r"unmatched 'end", "ein Ende ohne Anfang"),
        (r"unmatched 'begin", "ein Anfang ohne Ende"),
        (r"list name not in|should be an? .*choices sheet", "die Liste der Antworten fehlt"),
        (r"could not find the name|no survey element named", "ein Verweis führt ins Leere"),
        (r"reference variable", "ein Verweis ist falsch geschrieben"),
        (r"missing calculation", "die Berechnung fehlt"),
        (r"header", "die Spaltenköpfe stimmen nicht"),
        (r"parameter", "ein Parameter stimmt nicht"),
        (r"with spaces", "Antwortcodes mit Leerzeichen sind bei Mehrfachauswahl nicht möglich"),
        (r"trigger", "der Auslöser stimmt nicht"),
        (r"entit", "die Angaben zu Entitäten stimmen nicht"),
        (r"language|translation", "eine Übersetzung stimmt nicht"),
    )
)  # fmt: skip


# Expressions


@dataclass(frozen=True, slots=True)
class Written:
    """One expression of a form."""

    node: Node
    column: str
    text: str

    @property
    def where(self) -> str:
        """Return its place."""
        return cell("survey", self.node.row, self.column)


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "relevant": ("bind", "relevant"),
    "required": ("bind", "required"),
    "readonly": ("bind", "readonly"),
    "constraint": ("bind", "constraint"),
    "calculation": ("bind", "calculate"),
    "repeat_count": ("control", "jr:count"),
    "choice_filter": ("choice_filter",),
}
"""Columns that hold expressions, and where pyxform puts them."""

YES = ("yes", "Yes", "YES", "true", "True", "TRUE", "true()")
NO = ("no", "No", "NO", "false", "False", "FALSE", "false()")


def written(form: Form) -> Iterator[Written]:
    """Iterate over the expressions of a form."""
    for node in form.nodes:
        for column, keys in COLUMNS.items():
            text = node.text(*keys)
            if text and text not in (*YES, *NO):
                yield Written(node, column, text)
        default = node.text("default")
        if "${" in default:
            yield Written(node, "default", default)


def refuse_broken_expressions(form: Form) -> None:
    """Refuse what ODK Validate refuses and pyxform lets pass.

    Raises
    ------
    FormError
        With all mistakes.
    """
    if not form.nodes:
        raise fault(
            "survey",
            "das Blatt hat keine Fragen; schreiben Sie je Frage eine Zeile mit Typ und Name",
            "the sheet has no questions; write one row with type and name for each",
        )
    remarks: list[Remark] = [*_unreadable_settings(form)]
    trees: list[tuple[Written, Tree]] = []
    for each in written(form):
        try:
            tree = xpath.parse(each.text)
        except XPathError as error:
            remarks.append(_unreadable(each, str(error)))
            continue
        trees.append((each, tree))
        remarks += _flaws(form, each, tree)
    remarks += _cycles(form, trees)
    if remarks:
        raise FormError(*remarks[:MAX_SAID])


def _unreadable(each: Written, rest: str) -> Remark:
    return Remark(each.where, _words_unreadable(each.text, rest))


def _words_unreadable(text: str, rest: str) -> dict[str, str]:
    return {
        "de": f"der Ausdruck „{text[:200]}“ ist nicht lesbar ab „{rest}“",
        "en": f"cannot read the expression “{text[:200]}” from “{rest}” on",
    }


def _unreadable_settings(form: Form) -> Iterator[Remark]:
    """Find a name of responses that no program could put together."""
    named = str(form.settings.get("instance_name") or "")
    try:
        xpath.parse(named or "1")
    except XPathError as error:
        where = cell("settings", 2, "instance_name")
        yield Remark(where, _words_unreadable(named, str(error)))


def _flaws(form: Form, each: Written, tree: Tree) -> Iterator[Remark]:
    for part in xpath.every(tree):
        if isinstance(part, Call):
            yield from _flaws_of_call(each, part)
        elif isinstance(part, Ref) and form.named(part.name.removeprefix("last-saved#")) is None:
            yield _missing(each, f"${{{part.name}}}")
        elif isinstance(part, Route) and part.is_absolute and not _leads_somewhere(form, part):
            yield _missing(each, "/" + "/".join(part.steps))
    for route in _relative(each, tree):
        if not _leads_from(each.node, route):
            yield _missing(each, "/".join(route.steps))


def _missing(each: Written, name: str) -> Remark:
    return Remark(
        each.where,
        {
            "de": f"„{each.text[:200]}“ verweist auf {name}; das gibt es im Formular nicht",
            "en": f"“{each.text[:200]}” refers to {name}, which the form does not have",
        },
    )


def _leads_somewhere(form: Form, route: Route) -> bool:
    """Say whether an absolute path ends at a node; its first step is the name of the form."""
    if any(step in ("//", "*", "..", ".", "meta", "instanceID") for step in route.steps):
        return True
    return len(route.steps) < 2 or form_node(form, route.steps[1:]) is not None


def _relative(each: Written, tree: Tree) -> Iterator[Route]:
    """Iterate over the paths that begin at the row itself, not inside square brackets or lists."""
    waiting = [] if each.column == "choice_filter" else [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Route):
            if part.base is None and not part.is_absolute:
                yield part
        elif isinstance(part, Filtered):
            waiting.append(part.base)
        else:
            waiting += xpath.children(part)


_MADE = re.compile(r"[*@]|//|.*::.*|meta|instance.*|generated_.*|reserved_.*|__.*|.+_(other|count)")
"""Steps that lead to what programs of forms add, or to several nodes."""


def _leads_from(node: Node, route: Route) -> bool:
    """Say whether a path from a row ends at a node; what cannot be told counts as such."""
    at: Node | None = node
    for step in route.steps:
        if at is None or at.kind == "loop" or _MADE.fullmatch(step):
            return True
        if step == "..":
            at = at.parent
        elif step != ".":
            at = next((child for child in at.children if child.name == step), None)
            if at is None:
                return False
    return True


def form_node(form: Form, names: tuple[str, ...]) -> Node | None:
    """Return the node at the end of a path of names from the top."""
    node = form.root
    for name in names:
        found = next((child for child in node.children if child.name == name), None)
        if found is None:
            return None
        node = found
    return node


def _flaws_of_call(each: Written, call: Call) -> Iterator[Remark]:
    arity = ARITIES.get(call.name)
    if arity is None:
        yield Remark(
            each.where,
            {
                "de": f"„{each.text[:200]}“ ruft {call.name}(); diese Funktion gibt es nicht",
                "en": f"“{each.text[:200]}” calls {call.name}(), which is no function",
            },
        )
    elif not arity[0] <= len(call.arguments) <= arity[1]:
        number = len(call.arguments)
        yield Remark(
            each.where,
            {
                "de": f"{call.name}() in „{each.text[:200]}“ kann nicht {number} Werte nehmen",
                "en": f"{call.name}() in “{each.text[:200]}” cannot take {number} arguments",
            },
        )


_ANY = 500
ARITIES: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(
        ("true", "false", "today", "now", "random", "pi", "current", "version"), (0, 0)
    ),
    **dict.fromkeys(
        [
            "not",
            "boolean",
            "boolean-from-string",
            "int",
            "string",
            "abs",
            "acos",
            "asin",
            "atan",
            "cos",
            "exp",
            "exp10",
            "log",
            "log10",
            "sin",
            "sqrt",
            "tan",
            "floor",
            "ceiling",
            "count",
            "count-non-empty",
            "count-selected",
            "sum",
            "date",
            "date-time",
            "decimal-date-time",
            "decimal-time",
            "once",
            "property",
            "enclosed-area",
            "area",
            "base64-decode",
            "instance",
            "jr:itext",
            "as-geojson",
            "is-null",
        ],
        (1, 1),
    ),
    **dict.fromkeys(
        [
            "coalesce",
            "selected",
            "is-selected",
            "selected-at",
            "regex",
            "contains",
            "starts-with",
            "ends-with",
            "substring-before",
            "substring-after",
            "pow",
            "atan2",
            "format-date",
            "format-date-time",
            "jr:choice-name",
            "choice-name",
            "geofence",
            "intersects",
        ],
        (2, 2),
    ),
    **dict.fromkeys(
        ("number", "string-length", "normalize-space", "last", "name", "local-name"), (0, 1)
    ),
    **dict.fromkeys(("position", "uuid", "namespace-uri"), (0, 1)),
    **dict.fromkeys(("round", "randomize"), (1, 2)),
    **dict.fromkeys(("substr", "substring", "digest", "extract-signed"), (2, 3)),
    **dict.fromkeys(("min", "max", "concat", "join", "depend", "distance", "node-set"), (1, _ANY)),
    **dict.fromkeys(("checklist", "weighted-checklist"), (2, _ANY)),
    **dict.fromkeys(("if", "translate"), (3, 3)),
    "pulldata": (2, _ANY),
    # Functions that SurveyCTO alone knows; their conditions are remarked, not refused.
    **dict.fromkeys(("index", "linebreak", "duration"), (0, 1)),
    **dict.fromkeys(
        ("count-if", "sum-if", "min-if", "max-if", "rank-index", "rank-index-if"), (2, 3)
    ),
    "join-if": (3, 3),
    **dict.fromkeys(("device-info", "collect-is-phone-app", "phone-call-log"), (0, 0)),
    **dict.fromkeys(("upper", "lower", "empty", "relevant", "hash", "short-geopoint"), (1, _ANY)),
    **dict.fromkeys(("phone-call-duration", "plug-in-metadata", "geo-scatter"), (1, _ANY)),
    **dict.fromkeys(("choice-label", "count-items", "distance-between", "de-duplicate"), (2, 2)),
    **dict.fromkeys(("item-at", "item-index", "item-present", "format-number"), (1, 3)),
    "search": (1, _ANY),
    "indexed-repeat": (3, 11),
}
"""Functions of forms with the fewest and most arguments they take."""


# Cycles


def _cycles(form: Form, trees: list[tuple[Written, Tree]]) -> Iterator[Remark]:
    """Find conditions and calculations that in the end depend on themselves."""
    deciding = [each for each in trees if each[0].column in ("relevant", "calculation")]
    circle = cycles.circle(form, ((each.node, tree) for each, tree in deciding))
    where = next((each.where for each, _ in deciding if each.node in circle), "survey")
    if circle:
        names = " → ".join(each.name for each in (*circle, circle[0]))
        yield Remark(
            where,
            {
                "de": f"Bedingungen und Berechnungen drehen sich im Kreis: {names}",
                "en": f"conditions and calculations go in a circle: {names}",
            },
        )
