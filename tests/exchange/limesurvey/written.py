"""Writes LimeSurvey files from short descriptions, in the tables of any version."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

SID = "123456"
LAYOUT_WITH_L10NS = 400
"""First version that keeps texts in tables of their own."""


@dataclass
class Q:
    """One question; texts are one string for all languages, or a dict by language."""

    code: str
    type: str
    text: object = "Wie geht es Ihnen?"
    help: object = ""
    subs: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    second: dict = field(default_factory=dict)
    points: dict = field(default_factory=dict)
    attributes: dict = field(default_factory=dict)
    sub_relevance: dict = field(default_factory=dict)
    other: bool = False
    mandatory: str = "N"
    relevance: str = "1"
    preg: str = ""
    theme: str = ""
    script: str = ""
    encrypted: str = "N"
    default: str = ""


@dataclass
class G:
    """One group."""

    title: object
    questions: list
    description: object = ""
    relevance: str = ""
    random: str = ""


def lss(groups, version=641, languages=("de",), doc="Survey", survey=None, settings=None, **tables):
    """Return a file; ``survey`` and ``settings`` are further columns, ``tables`` further rows."""
    return document(
        doc, version, languages, rows_of(groups, version, languages, doc, survey, settings, tables)
    )


def rows_of(
    groups, version=641, languages=("de",), doc="Survey", survey=None, settings=None, tables=None
):
    """Return table name to rows; a row is a dict."""
    book = _Book(version >= LAYOUT_WITH_L10NS, languages)
    for place, group in enumerate(groups, start=1):
        book.group(place, group)
    found = book.tables
    if doc == "Survey":
        found["surveys"] = [_survey(languages, survey or {})]
        found["surveys_languagesettings"] = [
            {
                "surveyls_survey_id": SID,
                "surveyls_language": language,
                "surveyls_title": "Umfrage" if language.startswith("de") else "Survey",
                **{key: text(value, language) for key, value in (settings or {}).items()},
            }
            for language in languages
        ]
    if doc == "Question":
        found.pop("groups", None)
        found.pop("group_l10ns", None)
    for name, rows in (tables or {}).items():
        found[name] = rows
    return {name: rows for name, rows in found.items() if rows}


def _survey(languages, more):
    return {
        "sid": SID,
        "language": languages[0],
        "additional_languages": " ".join(languages[1:]),
        "anonymized": "Y",
        "format": "G",
        "datestamp": "N",
        **more,
    }


def text(said, language):
    """Return a text in a language; one string stands for all."""
    return said.get(language) if isinstance(said, dict) else said


class _Book:
    def __init__(self, has_l10ns, languages):
        self.has_l10ns, self.languages = has_l10ns, languages
        self.tables = {
            name: []
            for name in (
                *("answers", "answer_l10ns", "defaultvalues", "groups", "group_l10ns", "questions"),
                *("question_l10ns", "subquestions", "question_attributes"),
            )
        }
        self.qid = 100
        self.aid = 0

    def put(self, table, l10ns, row, key, texts):
        """Write one row with its texts as the version keeps them."""
        if self.has_l10ns:
            self.tables[table].append(row)
        for language in self.languages:
            said = {name: text(value, language) for name, value in texts.items()}
            if all(value is None for value in said.values()):
                continue
            said = {name: value for name, value in said.items() if value is not None}
            if self.has_l10ns:
                number = str(len(self.tables[l10ns]) + 1)
                self.tables[l10ns].append(
                    {"id": number, key: row[key], **said, "language": language}
                )
            else:
                plain = {name: value for name, value in row.items() if name != "aid"}
                self.tables[table].append({**plain, **said, "language": language})

    def group(self, place, group):
        row = {
            "gid": str(place),
            "sid": SID,
            "group_order": str(place),
            "randomization_group": group.random,
            "grelevance": group.relevance,
        }
        self.put(
            "groups",
            "group_l10ns",
            row,
            "gid",
            {"group_name": group.title, "description": group.description},
        )
        for number, question in enumerate(group.questions, start=1):
            self.question(str(place), number, question)

    def question(self, gid, number, question):
        self.qid += 1
        qid = str(self.qid)
        row = {
            "qid": qid,
            "parent_qid": "0",
            "sid": SID,
            "gid": gid,
            "type": question.type,
            "title": question.code,
            "preg": question.preg,
            "other": "Y" if question.other else "N",
            "mandatory": question.mandatory,
            "encrypted": question.encrypted,
            "question_order": str(number),
            "scale_id": "0",
            "relevance": question.relevance,
            "question_theme_name": question.theme,
        }
        texts = {"question": question.text, "help": question.help, "script": question.script}
        self.put("questions", "question_l10ns", row, "qid", texts)
        for scale, parts in (("0", question.subs), ("1", question.columns)):
            for order, (code, said) in enumerate(parts.items(), start=1):
                self.sub(qid, gid, scale, order, code, said, question)
        for scale, parts in (("0", question.answers), ("1", question.second)):
            for order, (code, said) in enumerate(parts.items(), start=1):
                self.answer(qid, scale, order, code, said, question)
        for name, value in question.attributes.items():
            self.attribute(qid, name, value)
        if question.default:
            self.tables["defaultvalues"].append(
                {
                    "qid": qid,
                    "scale_id": "0",
                    "sqid": "0",
                    "language": "de",
                    "specialtype": "",
                    "defaultvalue": question.default,
                }
            )

    def attribute(self, qid, name, value):
        for language in self.languages if isinstance(value, dict) else ("",):
            said = text(value, language)
            self.tables["question_attributes"].append(
                {"qid": qid, "attribute": name, "value": said, "language": language}
            )

    def sub(self, qid, gid, scale, order, code, said, question):
        self.qid += 1
        row = {
            "qid": str(self.qid),
            "parent_qid": qid,
            "sid": SID,
            "gid": gid,
            "type": "T",
            "title": code,
            "question_order": str(order),
            "scale_id": scale,
            "relevance": question.sub_relevance.get(code, "1"),
        }
        self.put("subquestions", "question_l10ns", row, "qid", {"question": said})

    def answer(self, qid, scale, order, code, said, question):
        self.aid += 1
        row = {
            "aid": str(self.aid),
            "qid": qid,
            "code": code,
            "sortorder": str(order),
            "assessment_value": str(question.points.get(code, 0)),
            "scale_id": scale,
        }
        self.put("answers", "answer_l10ns", row, "aid", {"answer": said})


def document(doc, version, languages, tables):
    """Return the XML of tables, as LimeSurvey writes it."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<document>"]
    parts.append(f" <LimeSurveyDocType>{escape(doc)}</LimeSurveyDocType>")
    parts.append(f" <DBVersion>{version}</DBVersion>")
    parts.append(" <languages>")
    parts += [f"  <language>{language}</language>" for language in reversed(languages)]
    parts.append(" </languages>")
    for name, rows in tables.items():
        parts += _section(name, rows)
    parts.append("</document>")
    return "\n".join(parts).encode()


def _section(name, rows):
    fields = dict.fromkeys(key for row in rows for key in row)
    yield f" <{name}>\n  <fields>"
    yield from (f"   <fieldname>{key}</fieldname>" for key in fields)
    yield "  </fields>\n  <rows>"
    for row in rows:
        yield "   <row>"
        yield from (_cell(key, value) for key, value in row.items() if value is not None)
        yield "   </row>"
    yield f"  </rows>\n </{name}>"


def _cell(key, value):
    said = str(value).replace("]]>", "]] >")
    return f"    <{key}><![CDATA[{said}]]></{key}>" if said else f"    <{key}/>"
