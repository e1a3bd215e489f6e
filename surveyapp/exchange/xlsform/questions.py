"""One row of a form as one question of ours, or as two where it lets families write their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.exchange.report import short
from surveyapp.exchange.xlsform import constraints
from surveyapp.exchange.xlsform.calculations import NO_LIMIT
from surveyapp.exchange.xlsform.form import Node
from surveyapp.exchange.xlsform.kinds import MAKERS, PATTERN
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.matrices import Matrix
from surveyapp.exchange.xlsform.pieces import InexpressibleError, Truth, said_truth
from surveyapp.exchange.xlsform.soundness import NO, YES
from surveyapp.exchange.xlsform.symbols import Symbols, is_silent
from surveyapp.exchange.xlsform.translate import Translator
from surveyapp.exchange.xlsform.wording import Wording
from surveyapp.questionnaire.model import Constraint, Option, Question, Row, Text

_DROPPED: Mapping[str, tuple[str, str]] = {
    "geotrace": ("eine Linie auf der Karte", "a line on the map"),
    "geoshape": ("eine Fläche auf der Karte", "an area on the map"),
    "file": ("Bilder, Töne, Filme und Dateien", "pictures, sounds, films and files"),
    "barcode": ("ein Strichcode", "a barcode"),
    "hidden": ("ein verborgenes Feld", "a hidden field"),
    "xml-external": ("eine angehängte Datei", "an attached file"),
    "csv-external": ("eine angehängte Datei", "an attached file"),
    "start-geopoint": ("der heimliche Standort", "the silent location"),
    "background-geopoint": ("der heimliche Standort", "the silent location"),
    "background-audio": ("die heimliche Tonaufnahme", "the silent sound recording"),
}
_PRIVATE = (
    *("start", "end", "today", "audit", "start-geopoint", "background-geopoint"),
    "background-audio",
)
_QUIET = frozenset(
    {"minimal", "autocomplete", "search", "multiline", "likert", "label", "list-nolabel", "rating"}
    | {"table-list", "field-list", "month-year", "year", "no-calendar", "placement-map", "maps"}
    | {"quick", "quickcompact", "compact", "horizontal", "full", "vertical", "picker", "no-ticks"}
    | {"map", "nolabel"}
)
"""Words of the column appearance that are followed, or that change nothing on a phone."""


@dataclass(slots=True)
class Maker:
    """Makes questions; knows all it takes."""

    symbols: Symbols
    translator: Translator
    wording: Wording
    ledger: Ledger
    options_made: int = 0

    def made(self, node: Node) -> tuple[Question, ...]:
        """Return what a row became; nothing where it did not come over."""
        maker = MAKERS.get(node.type)
        self._note_private(node)
        if maker is None or any(each.kind == "loop" for each in node.above):
            self._drop(node)
            return ()
        if node.type != "note" and is_silent(node):
            return self.read_only(node)
        self.note_columns(node)
        return tuple(maker(self, node))

    def computed(self, node: Node) -> Question | None:
        """Return a calculation as a computed question, where it is one."""
        self.symbols.of(node)
        worked = self.symbols.worked.get(node)
        self.note_columns(node)
        if worked is None:
            self._note_calculation(node)
            return None
        self._note_today(node, took=self.symbols.today.get(node, False))
        self._note_entering(node)
        text = self.wording.text(node.cells.get("label"), node.row)
        return Question(
            id=self.symbols.id_of(node),
            type="computed",
            text=text or {self.wording.languages[0]: node.name},
            value=worked.value,
            show=self.show(node, limit=NO_LIMIT),
            options=tuple(
                Option(code, {self.wording.languages[0]: words or "–"})
                for code, words in worked.words.items()
            ),
        )

    def matrix(self, matrix: Matrix) -> Question:
        """Return a table as one question."""
        first, group = matrix.first, matrix.rows[0].parent
        given = first.cells.get("label") if matrix.header else None
        around = group.cells.get("label") if group is not None else None
        text = self.wording.text(given or around, first.row, first)
        coded = self.symbols.coded(first)
        for row in matrix.rows:
            self.note_columns(row)
        return Question(
            id=matrix.id,
            type="matrix",
            text=text or {self.wording.languages[0]: matrix.id},
            hint=self.wording.text(first.cells.get("hint"), first.row, first) or None,
            options=tuple(each.option() for each in coded),
            rows=tuple(self._row(row, matrix) for row in matrix.rows),
            required=matrix.rows[0].text("bind", "required") in YES,
        )

    def _row(self, row: Node, matrix: Matrix) -> Row:
        show = self.show(row, limit=matrix.first.place)
        return Row(self.symbols.id_of(row), self._text(row), show=show)

    # Conditions

    def show(self, node: Node, limit: int | None = None) -> str | None:
        """Return the condition of a row; None where it has none or where ours cannot say it."""
        return said_truth(self.truth(node, limit))

    def truth(self, node: Node, limit: int | None = None) -> Truth:
        """Return the condition of a row as it can be joined with others."""
        written = node.text("bind", "relevant")
        if not written:
            return True
        try:
            found = self.translator.condition(written, node, limit)
        except InexpressibleError as error:
            self.translator.took_today()
            self.ledger.change(
                node.row,
                f"die Bedingung „{short(written)}“ kommt nicht mit, sie {error.german}: "
                "das steht jetzt für alle da",
                f"the condition “{short(written)}” does not come over, it {error.english}: "
                "everybody sees this now",
            )
            return True
        self._note_today(node, took=self.translator.took_today())
        return found

    def _required(self, node: Node) -> bool | str:
        written = node.text("bind", "required")
        if node.cells.get("bind", {}).get("jr:requiredMsg"):
            self.ledger.change(
                node.row,
                "die eigene Meldung für fehlende Antworten entfällt; die Plattform hat ihre",
                "the own message for missing answers is left out; the platform has its own",
            )
        if not written or written in NO:
            return False
        try:
            found = self.translator.condition(written, node)
        except InexpressibleError as error:
            self.translator.took_today()
            self.ledger.change(
                node.row,
                f"die Pflicht „{short(written)}“ kommt nicht mit, sie {error.german}: "
                "die Frage ist freiwillig",
                f"“{short(written)}” does not come over, it {error.english}: an answer is voluntary",
            )
            return False
        self._note_today(node, took=self.translator.took_today())
        return found if isinstance(found, bool) else found.text

    def limited(self, node: Node, question: Question) -> Question:
        """Return a question with what its constraint says."""
        written = node.text("bind", "constraint")
        if not written or written in YES:
            self._note_lone_message(node)
            return question
        try:
            found = constraints.limits(node, self.symbols.of(node).kind, self.translator)
        except InexpressibleError as error:
            self.translator.took_today()
            self.ledger.drop(
                node.row,
                f"die Prüfung „{short(written)}“ kommt nicht mit, sie {error.german}",
                f"the constraint “{short(written)}” does not come over, it {error.english}",
            )
            return question
        self._note_today(node, took=self.translator.took_today())
        return self._with_limits(node, question, found)

    def _note_lone_message(self, node: Node) -> None:
        message = self.wording.text(
            node.cells.get("bind", {}).get("jr:constraintMsg"), node.row, node
        )
        if message:
            words = short(next(iter(message.values())))
            self.ledger.drop(
                node.row,
                f"die Meldung „{words}“ gehört zu keiner Prüfung und entfällt",
                f"the message “{words}” belongs to no constraint and is left out",
            )

    def _with_limits(self, node: Node, question: Question, found: constraints.Limits) -> Question:
        message = self.wording.text(
            node.cells.get("bind", {}).get("jr:constraintMsg"), node.row, node
        )
        checks = (Constraint(found.check, message or _CHECK),) if found.check else ()
        is_said = checks or (found.pattern and message)
        if message and not is_said:
            self.ledger.change(
                node.row,
                f"die Grenze gilt, ihre Meldung {_first(message)} ersetzt die der Plattform",
                f"the limit holds; its message {_first(message)} is replaced by the platform's",
            )
        options = tuple(
            replace(each, exclusive=each.exclusive or each.code in self._codes(node, found))
            for each in question.options
        )
        return replace(
            question,
            minimum=question.minimum if found.minimum is None else found.minimum,
            maximum=question.maximum if found.maximum is None else found.maximum,
            pattern=found.pattern or question.pattern,
            pattern_hint=(message or PATTERN) if found.pattern else question.pattern_hint,
            min_choices=found.min_choices,
            max_choices=found.max_choices,
            checks=checks,
            options=options,
        )

    def _codes(self, node: Node, found: constraints.Limits) -> frozenset[str]:
        codes = self.symbols.of(node).codes
        return frozenset(code for name in found.exclusive for code in codes.get(name, ()))

    # Questions

    def base(self, node: Node, type_: str, **fields: Any) -> Question:  # noqa: ANN401 - fields
        """Return a question with all that every type may have."""
        question = Question(
            id=self.symbols.id_of(node),
            type=type_,
            text=self._text(node),
            hint=self._hint(node),
            show=self.show(node),
            required=False if type_ == "note" else self._required(node),
            **fields,
        )
        return self.limited(node, question)

    def _text(self, node: Node) -> Text:
        text = self.wording.text(node.cells.get("label"), node.row, node)
        if not text:
            self.ledger.change(
                node.row,
                "die Frage hat keinen Text; ihr Name steht dafür",
                "the question has no label; its name stands for it",
            )
            return {self.wording.languages[0]: node.name}
        self.wording.note_gaps(text, node.row)
        return text

    def _hint(self, node: Node) -> Text | None:
        hint = self.wording.text(node.cells.get("hint"), node.row, node)
        guidance = self.wording.text(node.cells.get("guidance_hint"), node.row, node)
        if guidance:
            self.ledger.change(
                node.row,
                "der Hinweis für Befragende (guidance_hint) steht jetzt für alle im Hinweis",
                "the guidance hint now stands in the hint, where everybody reads it",
            )
        both = {
            language: "\n".join(
                part for part in (hint.get(language), guidance.get(language)) if part
            )
            for language in {**hint, **guidance}
        }
        return both or None

    def read_only(self, node: Node) -> tuple[Question, ...]:
        """Return what families read of a field nobody fills in."""
        self.ledger.change(
            node.row,
            "das Feld ist nur zum Lesen; es wird ein Hinweis ohne Antwort",
            "the field is only for reading; it becomes a note without an answer",
        )
        if not node.cells.get("label"):
            return ()
        id_ = self.symbols.id_of(node)
        if node in self.symbols.worked or node.text("bind", "calculate"):
            id_ = self.symbols.new_id(f"{node.name} note")
        return (replace(self.note(node), id=id_),)

    def note(self, node: Node) -> Question:
        """Return a row as words without an answer."""
        return Question(
            id=self.symbols.id_of(node),
            type="note",
            text=self._text(node),
            hint=self._hint(node),
            show=self.show(node),
        )

    # Remarks

    def _drop(self, node: Node) -> None:
        if node.type in _PRIVATE or (node.type not in _DROPPED and node.type not in MAKERS):
            return  # said already, or not of the form at all
        german, english = _DROPPED.get(node.type, ("eine Schleife (loop)", "a loop"))
        self.ledger.drop(
            node.row,
            f"{node.name}: {german} wird nicht gefragt",
            f"{node.name}: {english} is not asked for",
        )

    def _note_private(self, node: Node) -> None:
        if node.type in MAKERS or node.type in ("geotrace", "geoshape", "file", "barcode"):
            return
        if node.type in ("hidden", "xml-external", "csv-external", "calculate"):
            return
        self.ledger.drop(
            node.row,
            f"{node.name} ({node.written}) wird zum Schutz der Familien nie erhoben",
            f"{node.name} ({node.written}) is never recorded, to protect families",
        )

    def note_columns(self, node: Node) -> None:
        """Say which columns of a row have no place with us."""
        for word in node.appearance:
            if word not in _QUIET:
                self.ledger.change(
                    node.row,
                    f"die Darstellung „{short(word)}“ entfällt",
                    f"the appearance “{short(word)}” is left out",
                )
        readonly = node.text("bind", "readonly")
        if node.kind == "question" and readonly and readonly not in (*YES, *NO):
            self.ledger.change(
                node.row,
                "die Frage kann immer beantwortet werden; im Formular wird sie nur gelesen, "
                f"wo „{short(readonly)}“ gilt",
                "the question can always be answered; the form lets it be read only "
                f"where “{short(readonly)}” holds",
            )
        if node.text("default"):
            self.ledger.drop(
                node.row,
                f"die Vorbelegung „{short(node.text('default'))}“ entfällt: "
                "Antworten werden nicht vorgegeben",
                f"the default “{short(node.text('default'))}” is left out: "
                "answers are not suggested",
            )
        if node.cells.get("trigger"):
            self.ledger.drop(
                node.row,
                "der Auslöser (trigger) entfällt: gerechnet wird immer, wenn sich etwas ändert",
                "the trigger is left out: values are worked out whenever something changes",
            )
        for column in _technical(node):
            self.ledger.drop(
                node.row,
                f"die technische Angabe {short(column)} entfällt",
                f"the technical setting {short(column)} is left out",
            )
        if node.cells.get("media"):
            self.ledger.drop(
                node.row,
                "Bild, Ton oder Film zur Frage kommt nicht mit",
                "a picture, sound or film of the question does not come over",
            )

    def _note_entering(self, node: Node) -> None:
        """Say what is lost of a calculation because nobody enters it."""
        written = node.text("bind", "constraint")
        if written:
            self.ledger.drop(
                node.row,
                f"die Prüfung „{short(written)}“ kommt nicht mit, niemand gibt ein, was gerechnet wird",
                f"the constraint “{short(written)}” does not come over, nobody enters what is worked out",
            )

    def _note_today(self, node: Node, *, took: bool) -> None:
        if took:
            self.ledger.change(
                node.row,
                "für „heute“ steht der erste Tag des Monats, in dem die Befragung beginnt",
                "the first day of the month in which the survey opens stands for “today”",
            )

    def _note_calculation(self, node: Node) -> None:
        written = node.text("bind", "calculate")
        if node in self.symbols.failed:
            german, english = self.symbols.failed[node]
            self.ledger.drop(
                node.row,
                f"die Berechnung {node.name} „{short(written)}“ kommt nicht mit, sie {german}",
                f"the calculation {node.name} “{short(written)}” does not come over, it {english}",
            )
        else:
            self.ledger.change(
                node.row,
                f"die Berechnung {node.name} „{short(written)}“ wird nicht gespeichert, "
                "sondern in Texten und Bedingungen eingesetzt",
                f"the calculation {node.name} “{short(written)}” is not stored "
                "but put into texts and conditions",
            )


_FOLLOWED = {
    "bind": {"relevant", "required", "readonly", "constraint", "calculate"}
    | {"jr:constraintMsg", "jr:requiredMsg"},
    "control": {"appearance", "jr:count", "rows"},
    "instance": set[str](),
}


def _technical(node: Node) -> Iterator[str]:
    """Iterate over the columns that speak to other programs."""
    for column, followed in _FOLLOWED.items():
        given = node.cells.get(column)
        for key in given if isinstance(given, Mapping) else ():
            if key not in followed:
                yield "save_to" if key == "entities:saveto" else f"{column}::{key}"


_CHECK: Text = {"de": "Bitte prüfen Sie diese Antwort.", "en": "Please check this answer."}


def _first(text: Text) -> str:
    return f"„{short(next(iter(text.values()), ''))}“"
