"""From rows to groups and questions; broken references and codes are found here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from surveyapp.exchange.limesurvey.dump import Dump, Row
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.oldest import with_labels
from surveyapp.exchange.limesurvey.source import Asked, Group, Part, Source, Wordings
from surveyapp.exchange.report import short

STRICT_VERSION = 181
"""Since 2.05 LimeSurvey asks question codes to begin with a letter."""

MOST_PARTS = 10_000
"""Most questions, subquestions and answers of a file together."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_OLD_CODE = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_PART_CODE = re.compile(r"[\w.+#-]+")

_WITH_ANSWERS, _WITH_TWO_SCALES = frozenset("L!OFHR1"), frozenset("1")
_WITH_ROWS, _WITH_COLUMNS = frozenset("MPKQABCEFH1:;"), frozenset(":;")

READ = frozenset(
    {"LimeSurveyDocType", "DBVersion", "languages", "surveys", "surveys_languagesettings"}
    | {"groups", "group_l10ns", "questions", "question_l10ns", "subquestions", "subquestion_l10ns"}
    | {"answers", "answer_l10ns", "question_attributes", "labels", "labelsets"}
)
"""Sections that are read here; all others are for ``settings``."""


def source_of(dump: Dump, types: Collection[str], ledger: Ledger) -> Source | None:
    """Return what a file says, or None with the reasons in ``ledger``."""
    if not _has_what_it_needs(dump, ledger):
        return None
    source = _Tables(with_labels(dump), types, ledger).source()
    return None if ledger.errors else source


def _has_what_it_needs(dump: Dump, ledger: Ledger) -> bool:
    needed = {"Survey": ("surveys", "groups", "questions"), "Group": ("groups", "questions")}
    for section in needed.get(dump.doc_type, ("questions",)):
        if not dump.rows(section):
            german = f"Der Abschnitt „{section}“ fehlt oder ist leer; exportieren Sie die Datei neu"
            english = f"the section {section!r} is missing or empty; export the file again"
            ledger.refuse("document", german, english)
    return not ledger.errors


class _Tables:
    """Puts the rows of one file together."""

    def __init__(self, dump: Dump, types: Collection[str], ledger: Ledger) -> None:
        self._dump = dump
        self._types = types
        self._ledger = ledger
        digits = re.match(r"[0-9]+", dump.version, re.ASCII)
        self._is_strict = digits is not None and int(digits[0]) >= STRICT_VERSION
        surveys = dump.rows("surveys")
        self._survey = surveys[0] if surveys else Row("surveys", 0, {})
        self._base = self._base_language()

    def source(self) -> Source:
        """Return groups with their questions, and everything that was not read yet."""
        groups = self._groups()
        questions = self._questions(groups)
        self._subquestions(questions)
        self._answers(questions)
        self._attributes(questions)
        self._defaults(questions)
        self._must_be_bounded(questions)
        for each in questions.values():
            self._must_be_answerable(each)
        for each in questions.values():
            groups[each.gid].questions.append(each)
        if not questions:
            german = "Keine Frage bleibt übrig, die gestellt werden kann"
            self._ledger.refuse("document", german, "no question is left that can be asked")
        ordered = sorted(groups.values(), key=lambda group: group.order)
        for group in ordered:
            group.questions.sort(key=lambda each: each.order)
        settings = {
            row.get("surveyls_language"): row for row in self._dump.rows("surveys_languagesettings")
        }
        rest = {name: rows for name, rows in self._dump.sections.items() if name not in READ}
        return Source(
            doc_type=self._dump.doc_type,
            base=self._base,
            languages=self._languages(),
            groups=ordered,
            survey=self._survey,
            settings=settings,
            rest=rest,
        )

    def _base_language(self) -> str:
        named = self._survey.get("language")
        listed = [each for each in self._dump.languages if each]
        used = [row.get("language") for row in self._texts_of_questions()]
        # Groups and questions list the base language last.
        base = named or next((each for each in reversed(listed) if each in used), "")
        base = base or next((each for each in used if each), "")
        if not base or (used and base not in used):
            german = f"In der Grundsprache „{base or '–'}“ steht kein Text zu einer Frage"
            english = f"no question has a text in the base language {base or '–'!r}"
            self._ledger.refuse("languages", german, english)
        return base

    def _texts_of_questions(self) -> list[Row]:
        return self._dump.rows("question_l10ns") or self._dump.rows("questions")

    def _languages(self) -> list[str]:
        others = self._survey.get("additional_languages").split() or self._dump.languages
        return list(dict.fromkeys([self._base, *(each for each in others if each)]))

    def _groups(self) -> dict[str, Group]:
        found: dict[str, Group] = {}
        rows = self._dump.rows("groups")
        for row in rows:
            gid = row.get("gid")
            if not gid:
                self._broken(row, "gid", gid)
                continue
            self._note_other_survey(row)
            group = found.setdefault(
                gid,
                Group(
                    gid,
                    row.where,
                    order=row.number_of("group_order"),
                    relevance=decoded(row.get("grelevance", "1")),
                    random=row.get("randomization_group"),
                ),
            )
            _say(group.titles, row, "group_name")
            _say(group.descriptions, row, "description")
        self._read_texts("group_l10ns", "gid", found, _group_texts)
        if not rows:  # a single question names a group that its file does not hold
            return {
                row.get("gid"): Group(row.get("gid"), row.where)
                for row in self._dump.rows("questions")
            }
        return found

    def _questions(self, groups: dict[str, Group]) -> dict[str, Asked]:
        found: dict[str, Asked] = {}
        for row in self._dump.rows("questions"):
            if row.number_of("parent_qid"):
                continue
            qid = row.get("qid")
            if qid not in found:
                self._note_other_survey(row)
                if row.get("gid") not in groups:
                    self._broken(row, "gid", row.get("gid"))
                    continue
                found[qid] = _asked(row)
                self._check_type(found[qid])
            _say(found[qid].texts, row, "question")
            _say(found[qid].helps, row, "help")
        self._read_texts("question_l10ns", "qid", found, _question_texts, may_be_other=True)
        self._check_codes(found)
        return found

    def _check_type(self, question: Asked) -> None:
        if question.type not in self._types:
            said = short(question.type) or "–"
            german = f"Den Fragetyp „{said}“ gibt es nicht (Frage {question.code})"
            english = f"there is no question type {said!r} (question {question.code})"
            self._ledger.refuse(question.where, german, english)

    def _check_codes(self, questions: dict[str, Asked]) -> None:
        pattern = _CODE if self._is_strict else _OLD_CODE
        taken = {each.code for each in questions.values() if pattern.fullmatch(each.code)}
        seen: set[str] = set()
        for each in questions.values():
            if each.code in seen or not pattern.fullmatch(each.code):
                each.code = self._renamed(each, taken)
                taken.add(each.code)
            seen.add(each.code)
            if self._base not in each.texts:
                german = f"Frage {each.code} hat keinen Text in der Grundsprache „{self._base}“"
                english = f"question {each.code} has no text in the base language {self._base!r}"
                self._ledger.refuse(each.where, german, english)

    def _renamed(self, asked: Asked, taken: Collection[str]) -> str:
        """Return a new code for one that is missing, unreadable or used twice, as LimeSurvey does."""
        plain = re.sub("[^A-Za-z0-9]", "", asked.code)
        plain = plain if plain[:1].isalpha() else f"q{plain}"
        numbered = (f"{plain}r{number}" for number in range(1, len(taken) + 2))
        code = plain if plain not in taken else next(n for n in numbered if n not in taken)
        old = short(asked.code) or "–"
        german = f"Der Fragecode „{old}“ fehlt, ist unlesbar oder vergeben; er wird zu „{code}“"
        english = f"the question code {old!r} is missing, unreadable or taken; it becomes {code!r}"
        self._ledger.change(asked.where, german, english)
        return code

    def _bad_code(self, where: str, code: str) -> None:
        german = f"Der Code „{short(code) or '–'}“ ist kein Code aus Buchstaben und Ziffern"
        self._ledger.refuse(
            where, german, f"the code {short(code) or '–'!r} is not made of letters and digits"
        )

    def _subquestions(self, questions: dict[str, Asked]) -> None:
        found: dict[str, Part] = {}
        nested = [row for row in self._dump.rows("questions") if row.number_of("parent_qid")]
        for row in [*self._dump.rows("subquestions"), *nested]:
            parent, qid = questions.get(row.get("parent_qid")), row.get("qid")
            if parent is None:
                self._broken(row, "parent_qid", row.get("parent_qid"))
                continue
            if qid not in found:
                found[qid] = _part(row, "title", "question_order")
                parent.subs.append(found[qid])
            _say(found[qid].texts, row, "question")
        for section in ("question_l10ns", "subquestion_l10ns"):
            self._read_texts(section, "qid", found, _sub_texts, may_be_other=True)
        for each in questions.values():
            self._rename_subquestions(each)
            self._check_parts(each, each.subs)

    def _answers(self, questions: dict[str, Asked]) -> None:
        by_id: dict[str, Part] = {}
        found: dict[tuple[str, str, str, str], Part] = {}
        has_languages = any(row.get("language") for row in self._dump.rows("answers"))
        for row in self._dump.rows("answers"):
            question = questions.get(row.get("qid"))
            if question is None:
                self._broken(row, "qid", row.get("qid"))
                continue
            own = "" if has_languages else row.get("aid") or str(row.number)
            key = (question.qid, row.get("code"), row.get("scale_id", "0"), own)
            if key not in found:
                found[key] = by_id[row.get("aid")] = _part(row, "code", "sortorder")
                question.answers.append(found[key])
            elif not has_languages or row.get("language") in found[key].texts:
                self._twice(row.where, question.code, row.get("code"))
            _say(found[key].texts, row, "answer")
        self._read_texts("answer_l10ns", "aid", by_id, _answer_texts)
        for each in questions.values():
            self._check_parts(each, each.answers)

    def _rename_subquestions(self, question: Asked) -> None:
        """Give a subquestion another code where its own is taken or missing, as LimeSurvey does."""
        taken = {(part.scale, part.code) for part in question.subs}
        seen = {(part.scale, "") for part in question.subs}
        for part in question.subs:
            if (part.scale, part.code) in seen:
                tries = (f"{part.code or 'sq'}r{number}" for number in range(1, len(taken) + 2))
                code = next(each for each in tries if (part.scale, each) not in taken)
                old = short(part.code) or "–"
                german = (
                    f"Der Code „{old}“ der Teilfrage fehlt oder ist vergeben; er wird zu „{code}“"
                )
                english = (
                    f"the code {old!r} of the subquestion is missing or taken; it becomes {code!r}"
                )
                self._ledger.change(part.where, german, english)
                part.code = code
                taken.add((part.scale, code))
            seen.add((part.scale, part.code))

    def _check_parts(self, question: Asked, parts: list[Part]) -> None:
        parts.sort(key=lambda part: (part.scale, part.order))
        seen: set[tuple[int, str]] = set()
        for part in parts:
            if (part.scale, part.code) in seen:
                self._twice(part.where, question.code, part.code)
            seen.add((part.scale, part.code))
            if not _PART_CODE.fullmatch(part.code):
                self._bad_code(part.where, part.code)

    def _twice(self, where: str, question: str, code: str) -> None:
        german = f"Frage {question} hat den Code „{short(code)}“ zweimal"
        self._ledger.refuse(
            where, german, f"question {question} has the code {short(code)!r} twice"
        )

    def _must_be_answerable(self, asked: Asked) -> None:
        """Leave out what nobody can answer: lists without answers, tables without rows."""
        needs = (
            (
                _WITH_ANSWERS,
                asked.scale(0) or (asked.type == "R" and asked.rows()),
                "Antworten",
                "answers",
            ),
            (
                _WITH_TWO_SCALES,
                asked.scale(1),
                "Antworten der zweiten Skala",
                "answers of the second scale",
            ),
            (_WITH_ROWS, asked.rows(), "Teilfragen", "subquestions"),
            (_WITH_COLUMNS, asked.columns(), "Spalten", "columns"),
        )
        for types, found, german, english in needs:
            if asked.type in types and not found:
                asked.is_unanswerable = True
                said = f"Die Frage hat keine {german} und entfällt"
                self._ledger.drop(
                    asked.name, said, f"the question has no {english}; it is left out"
                )

    def _must_be_bounded(self, questions: dict[str, Asked]) -> None:
        count = sum(1 + len(each.subs) + len(each.answers) for each in questions.values())
        if count > MOST_PARTS:
            german = f"{count} Fragen und Antworten; gelesen werden höchstens {MOST_PARTS}"
            english = f"{count} questions and answers; at most {MOST_PARTS} are read"
            self._ledger.refuse("document", german, english)

    def _attributes(self, questions: dict[str, Asked]) -> None:
        for row in self._dump.rows("question_attributes"):
            question = questions.get(row.get("qid"))
            if question is None:
                self._broken(row, "qid", row.get("qid"))
                continue
            values = question.attributes.values.setdefault(row.get("attribute"), {})
            values[row.get("language")] = row.get("value")

    def _defaults(self, questions: dict[str, Asked]) -> None:
        texts = {
            row.get("dvid"): row.get("defaultvalue")
            for row in self._dump.rows("defaultvalue_l10ns")
        }
        for row in self._dump.rows("defaultvalues"):
            question = questions.get(row.get("qid"))
            said = row.get("defaultvalue") or texts.get(row.get("dvid"), "")
            if question is None:
                self._broken(row, "qid", row.get("qid"))
            elif said:
                question.defaults.append(said)

    def _read_texts(
        self,
        section: str,
        key: str,
        known: dict[str, Asked] | dict[str, Part] | dict[str, Group],
        take: Callable[..., None],
        *,
        may_be_other: bool = False,
    ) -> None:
        for row in self._dump.rows(section):
            found = known.get(row.get(key))
            if found is not None:
                take(found, row)
            elif not may_be_other:
                self._broken(row, key, row.get(key))

    def _note_other_survey(self, row: Row) -> None:
        """Remark a row of another survey: LimeSurvey gives every row the number of the new one."""
        own, named = self._survey.get("sid"), row.get("sid")
        if own and named and own != named:
            german = f"Die Zeile gehört zur Umfrage „{short(named)}“; sie wird mit übernommen"
            english = f"the row belongs to the survey {short(named)!r}; it is taken over as well"
            self._ledger.change(row.where, german, english)

    def _broken(self, row: Row, key: str, value: str) -> None:
        """Leave out a row that leads nowhere, as LimeSurvey does."""
        said = short(value) or "–"
        german = f"Die Zeile verweist auf {key} „{said}“, das es nicht gibt; sie entfällt"
        english = f"the row points to {key} {said!r}, which does not exist; it is left out"
        self._ledger.drop(row.where, german, english)


def decoded(condition: str) -> str:
    """Return a condition as LimeSurvey reads it: its five entities resolved once, no braces around."""
    read = re.sub(
        "&(amp|lt|gt|quot|apos|#0*39);",
        lambda found: _ENTITIES.get(found[1], "'"),
        condition,
    )
    braced = re.fullmatch(r"\s*\{([^{}]*)\}\s*", read)
    return braced[1].strip() if braced else read


_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}


def _asked(row: Row) -> Asked:
    return Asked(
        qid=row.get("qid"),
        gid=row.get("gid"),
        code=row.get("title"),
        type=row.get("type"),
        where=row.where,
        number=f"{row.get('sid')}X{row.get('gid')}X{row.get('qid')}",
        order=row.number_of("question_order"),
        has_other=row.get("other") == "Y",
        mandatory=row.get("mandatory", "N"),
        relevance=decoded(row.get("relevance", "1")),
        pattern=row.get("preg"),
        theme=row.get("question_theme_name"),
        encrypted=row.get("encrypted") == "Y",
    )


def _part(row: Row, code: str, order: str) -> Part:
    return Part(
        code=row.get(code),
        texts={},
        where=row.where,
        scale=row.number_of("scale_id"),
        order=row.number_of(order),
        points=row.get("assessment_value", "0"),
        relevance=decoded(row.get("relevance", "1")),
        qid=row.get("qid"),
    )


def _say(texts: Wordings, row: Row, cell: str, *, also_empty: bool = True) -> None:
    if row.get("language") and (also_empty or row.get(cell)):
        texts.setdefault(row.get("language"), row.get(cell))


def _group_texts(group: Group, row: Row) -> None:
    _say(group.titles, row, "group_name")
    _say(group.descriptions, row, "description")


def _question_texts(question: Asked, row: Row) -> None:
    _say(question.texts, row, "question")
    _say(question.helps, row, "help")
    question.scripts += row.get("script")


def _sub_texts(part: Part, row: Row) -> None:
    _say(part.texts, row, "question")


def _answer_texts(part: Part, row: Row) -> None:
    _say(part.texts, row, "answer")
