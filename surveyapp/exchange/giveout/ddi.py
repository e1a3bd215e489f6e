"""DDI-Codebook 2.5, the form in which archives and statisticians keep what variables mean.

The order of elements is that of the standard; http://www.ddialliance.org/Specification/DDI-Codebook/2.5/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from surveyapp.exchange.giveout.variables import Variable, joined, missing_of, variables_of
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire, Text
from surveyapp.questionnaire.texts import neutral, wording

NAMESPACE = "ddi:codebook:2_5"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_LOCATION = (
    "ddi:codebook:2_5 "
    "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
)
_REPRESENTATION = {"flag": "code", "category": "code", "axis": "code", "indicator": "code"}
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LICENCE = "EUPL-1.2"


def write(questionnaire: Questionnaire, language: str) -> bytes:
    """Return the codebook of a questionnaire; ``language`` is that of the document's title."""
    register_namespace("", NAMESPACE)
    register_namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root = Element(_name("codeBook"), {"version": "2.5", _SCHEMA: _LOCATION, _LANGUAGE: language})
    root.set("ID", _id(f"{questionnaire.id}.{questionnaire.version}"))
    _study(root, questionnaire, language)
    described = _add(root, "dataDscr")
    for variable in _in_order(questionnaire):
        _variable(described, variable)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _in_order(questionnaire: Questionnaire) -> list[Variable]:
    return sorted(variables_of(questionnaire), key=lambda each: each.name)


# Elements


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    found = SubElement(parent, _name(tag), attributes)
    if text:
        found.text = _UNREADABLE.sub("", text)
    return found


def _said(parent: Element, tag: str, language: str, text: str, **attributes: str) -> None:
    """Add a text in a language, if there is one."""
    if text:
        _add(parent, tag, text, **attributes).set(_LANGUAGE, language)


def _id(name: str) -> str:
    """Return a name as XML knows names: letters, digits, ``_``, ``-`` and ``.``."""
    return "V_" + re.sub(r"[^A-Za-z0-9_.-]", lambda sign: f"_{ord(sign[0]):x}_", name)


# The study


def _study(root: Element, questionnaire: Questionnaire, language: str) -> None:
    study = _add(root, "stdyDscr")
    citation = _add(study, "citation")
    titles = _add(citation, "titlStmt")
    _said(titles, "titl", language, _plain(questionnaire.title, language))
    for other in questionnaire.languages:
        if other != language:
            _said(titles, "parTitl", other, _plain(questionnaire.title, other))
    _add(titles, "IDNo", f"{questionnaire.id}.{questionnaire.version}", agency="surveyapp")
    _add(_add(citation, "prodStmt"), "copyright", LICENCE)
    _add(_add(citation, "verStmt"), "version", _version(questionnaire))
    contents = _add(study, "stdyInfo")
    for each in questionnaire.languages:
        _said(contents, "abstract", each, _plain(questionnaire.intro, each))
    summary = _add(contents, "sumDscr")
    _time(summary, questionnaire)
    _add(summary, "nation", "Deutschland", abbr="DE")
    county = questionnaire.facts.get("county.ags")
    if county:
        _add(summary, "geogCover", f"{county}")
    for unit in sorted({str(each.entry["unit"]) for each in variables_of(questionnaire)}):
        _add(summary, "anlyUnit", unit)
    _add(summary, "dataKind", "survey data")
    _add(contents, "notes", joined(questionnaire.languages), type="languages")


def _version(questionnaire: Questionnaire) -> str:
    correction = f".{questionnaire.correction}" if questionnaire.correction else ""
    return f"{questionnaire.version}{correction}"


def _time(summary: Element, questionnaire: Questionnaire) -> None:
    """Say when the wave opened, where the questionnaire was given out of one."""
    month = questionnaire.facts.get("wave.month")
    if isinstance(month, (int, float)):
        said = f"{int(month) // 100}-{int(month) % 100:02d}"
        _add(summary, "collDate", said, date=said, event="start")


# The variables


def _variable(parent: Element, variable: Variable) -> None:
    kind = str(variable.entry["kind"])
    is_code = kind in _REPRESENTATION
    found = _add(
        parent,
        "var",
        ID=_id(variable.name),
        name=variable.name,
        intrvl="discrete" if is_code else "contin",
        representationType=_REPRESENTATION.get(kind, "numeric"),
    )
    languages = variable.questionnaire.languages
    for each in languages:
        _said(found, "labl", each, variable.label(each))
    if variable.entry["sensitive"]:
        _add(found, "security", "sensitive")
    _add(found, "anlysUnit", str(variable.entry["unit"]))
    for each in languages:
        _question(found, variable, each)
    _range(found, variable)
    missing = missing_of()
    _items(_add(found, "invalrng"), (each.code for each in missing))
    for each in languages:
        _said(found, "universe", each, variable.universe(each))
    for category in (*variable.categories(), *missing):
        value = _add(found, "catgry", missing="Y" if category.code < 0 else "N")
        _add(value, "catValu", str(category.code))
        for each in languages:
            _said(value, "labl", each, _plain(category.label, each))
    for vocabulary, concept in _concepts(variable):
        _add(found, "concept", concept, vocab=vocabulary)
    _add(found, "varFormat", type="numeric")


def _items(parent: Element, codes: Iterable[int]) -> None:
    for code in codes:
        _add(parent, "item", VALUE=str(code))


def _range(found: Element, variable: Variable) -> None:
    """Say which values an answer may have."""
    categories = variable.categories()
    if categories:
        _items(_add(found, "valrng"), (each.code for each in categories))
        return
    question = variable.question
    limits = {} if question is None else {"min": question.minimum, "max": question.maximum}
    said = {key: f"{value:g}" for key, value in limits.items() if isinstance(value, (int, float))}
    if said and question is not None and question.type in ("number", "matrix_number"):
        _add(_add(found, "valrng"), "range", **said)


def _question(found: Element, variable: Variable, language: str) -> None:
    """Add the question in a language: what stands before it, its wording, what helps to answer."""
    question = variable.question
    if question is None:
        return
    asked = _add(found, "qstn", responseDomainType=_domain(variable))
    asked.set(_LANGUAGE, language)
    page = index_of(variable.questionnaire).page_of[question.id]
    before = _plain(page.intro, language) if page.intro is not None else ""
    for tag, text in (
        ("preQTxt", before),
        ("qstnLit", variable.asked(language)),
        ("ivuInstr", variable.hint(language)),
    ):
        _said(asked, tag, language, text)


def _domain(variable: Variable) -> str:
    kind = str(variable.entry["kind"])
    is_several = kind == "flag"
    return "multiple" if is_several else "category" if kind in _REPRESENTATION else "numeric"


def _concepts(variable: Variable) -> Iterator[tuple[str, str]]:
    entry = variable.entry
    yield "measures", str(entry["measures"])
    for key in ("fields", "life_stages", "facility_types"):
        for code in entry[key]:
            yield key, str(code)


def _plain(text: Text, language: str) -> str:
    return " ".join(wording(neutral(text), language).split())
