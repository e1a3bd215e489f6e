"""From drafts to questions: conditions translated, texts said, settings remarked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveyapp.exchange.clauses import ALWAYS
from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.attributes import remark_left
from surveyapp.exchange.limesurvey.drafting import Draft, Drafted
from surveyapp.exchange.limesurvey.equations import only_expression, options_of
from surveyapp.exchange.limesurvey.functions import translator as translator_of
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.logic import Translator
from surveyapp.exchange.limesurvey.names import Ref, Vocabulary
from surveyapp.exchange.limesurvey.sayings import (
    Said,
    UnsayableError,
    bracketed,
    unknown_words,
)
from surveyapp.exchange.limesurvey.script import Logic, Node, ScriptError, parse
from surveyapp.exchange.limesurvey.source import Asked
from surveyapp.exchange.limesurvey.wordings import Wordsmith
from surveyapp.exchange.report import short
from surveyapp.questionnaire.model import Constraint, Option, Question, Row, Text

_FALSE = (
    "LimeSurvey wertet den Ausdruck als falsch; eine Frage mit dieser Relevanz zeigt es nie",
    "LimeSurvey takes the expression as false and never shows a question with this relevance",
)
"""What LimeSurvey makes of an expression it cannot work out."""


@dataclass
class Finisher:
    """Finishes the questions of one file."""

    vocabulary: Vocabulary
    wordsmith: Wordsmith
    ledger: Ledger
    #: Whether the file is a whole survey: only then all variables must be in it.
    is_whole: bool

    def condition(self, where: str, source: str, own: Sequence[Ref] = ()) -> str | None:
        """Return a condition in our language; None where it always holds or cannot be said."""
        if source.strip() in {"", "1"}:
            return None
        translator = translator_of(self.vocabulary, own)
        try:
            unknown = unknown_words(source, self.vocabulary)
            if unknown:
                self._unknown(where, source, unknown)
                return all_of(self._sayable_parts(source, translator))
            said = translator.condition(source)
        except ScriptError as error:
            self._broken(where, source, str(error))
            return None
        except UnsayableError as error:
            return self._partly(where, source, translator, error)
        except RecursionError:
            self._broken(where, source, "…")
            return None
        self._note(where, source, said)
        return None if said.text == ALWAYS else said.text

    def _partly(
        self, where: str, source: str, translator: Translator, error: UnsayableError
    ) -> str | None:
        """Return what can be said of a condition whose parts must all hold; the rest is remarked."""
        kept = self._sayable_parts(source, translator)
        if not kept:
            self._unsayable(where, source, error.reason)
            return None
        german = f"Von der Bedingung „{short(source)}“ entfällt ein Teil: {error.reason[0]}"
        english = f"a part of the condition {short(source)!r} is left out: {error.reason[1]}"
        self.ledger.drop(where, german, english)
        return all_of(kept)

    def _sayable_parts(self, source: str, translator: Translator) -> list[str]:
        """Return those of the parts that must all hold which the survey knows and we can say."""
        whole = parse(source)
        parts = whole.operands if isinstance(whole, Logic) and whole.operator == "and" else ()
        known = [part for part in parts if not unknown_words(part, self.vocabulary)]
        said = [found.text for part in known if (found := _sayable(part, translator))]
        return [each for each in said if each != ALWAYS]

    def _note(self, where: str, source: str, said: Said) -> None:
        for german, english in said.notes:
            self.ledger.change(
                where, f"Zu „{short(source)}“: {german}", f"on {short(source)!r}: {english}"
            )

    def _unknown(self, where: str, source: str, unknown: Sequence[str]) -> None:
        listed = ", ".join(unknown[:5])
        if self.is_whole:
            german = (
                f"Der Ausdruck „{short(source)}“ nennt {listed}; das gibt es in der Umfrage nicht. "
                f"Dieser Teil entfällt; {_FALSE[0]}"
            )
            english = (
                f"the expression {short(source)!r} names {listed}, which the survey does not hold. "
                f"This part is left out; {_FALSE[1]}"
            )
            self.ledger.change(where, german, english)
            return
        german = (
            f"Der Ausdruck „{short(source)}“ nennt {listed} außerhalb dieser Datei; er entfällt"
        )
        english = (
            f"the expression {short(source)!r} names {listed} outside this file; it is left out"
        )
        self.ledger.drop(where, german, english)

    def _broken(self, where: str, source: str, said: str) -> None:
        german = (
            f"Der Ausdruck „{short(source)}“ ist fehlerhaft, bei „{said}“. Er entfällt; {_FALSE[0]}"
        )
        english = f"the expression {short(source)!r} has a mistake, at {said!r}. It is left out; {_FALSE[1]}"
        self.ledger.change(where, german, english)

    def _unsayable(self, where: str, source: str, reason: tuple[str, str]) -> None:
        german = f"Die Bedingung „{short(source)}“ entfällt: {reason[0]}"
        self.ledger.drop(where, german, f"the condition {short(source)!r} is left out: {reason[1]}")

    def value(self, asked: Asked, draft: Draft) -> Draft | None:
        """Work out an equation before anything speaks of it; None where it gives no value."""
        source = only_expression(draft.value)
        if source is None:
            return self._as_words(asked, draft)
        translator = translator_of(self.vocabulary)
        try:
            if unknown := unknown_words(source, self.vocabulary):
                self._unknown(asked.name, source, unknown)
                return self._as_words(asked, draft)
            node = parse(source)
            said = translator.result(node)
            options = options_of(said.text)
        except ScriptError as error:
            self._broken(asked.name, source, str(error))
            return self._as_words(asked, draft)
        except (UnsayableError, RecursionError) as error:
            reason = error.reason if isinstance(error, UnsayableError) else ("zu tief", "too deep")
            self._unsayable(asked.name, source, reason)
            return self._as_words(asked, draft)
        self._note(asked.name, source, said)
        label = dict.fromkeys(asked.texts, asked.code)  # nobody reads it but planners
        draft.question = replace(draft.question, text=label, value=said.text, options=options)
        return draft

    def _as_words(self, asked: Asked, draft: Draft) -> Draft | None:
        """Show an equation that gives no value as a text, unless it is hidden."""
        self.vocabulary.forget(asked.code)
        if asked.attributes.is_on("hidden"):
            german = "Die verborgene Gleichung gibt keine Zahl und keinen Code; sie entfällt"
            self.ledger.drop(
                asked.name,
                german,
                "the hidden equation gives neither number nor code; it is left out",
            )
            return None
        draft.question = replace(draft.question, type="note")
        return draft

    def questions(self, asked: Asked, drafted: Drafted, group: str | None) -> list[Question]:
        """Return the questions that one becomes; ``group`` is the condition of all its group."""
        own = tuple(each.ref for each in drafted.variables)
        shown = self.condition(asked.name, asked.relevance)
        self.vocabulary.shown[asked.code] = all_of([group, shown])
        self._validate(asked, drafted)
        found = [self._question(asked, each, shown, own) for each in drafted.drafts]
        remark_left(asked, self.ledger)
        self._remark_rest(asked)
        return found

    def _question(
        self, asked: Asked, draft: Draft, shown: str | None, own: Sequence[Ref]
    ) -> Question:
        translator, where = translator_of(self.vocabulary, own), asked.name
        question = draft.question
        conditions = [shown, *(self.condition(where, each, own) for each in draft.shows)]
        return replace(
            question,
            text=self.wordsmith.text(where, question.text, translator, asked.code),
            hint=self._text(where, question.hint, translator),
            show=all_of(conditions),
            options=tuple(self._option(where, each, translator) for each in question.options),
            rows=tuple(self._row(where, each, translator) for each in question.rows),
            unit_text=self._text(where, question.unit_text, translator),
            pattern_hint=self._text(where, question.pattern_hint, translator),
            minimum=self._limit(where, draft.minimum, question.minimum, own),
            maximum=self._limit(where, draft.maximum, question.maximum, own),
            checks=tuple(self._checks(asked, draft)),
            sensitive=asked.encrypted,
        )

    def _text(self, where: str, text: Text | None, translator: Translator) -> Text | None:
        return (self.wordsmith.text(where, text, translator) if text else None) or None

    def _option(self, where: str, option: Option, translator: Translator) -> Option:
        place = f"{where}, answer {option.code}"
        text = self.wordsmith.text(place, option.text, translator, option.code)
        return replace(option, text=text, show=self.condition(place, option.show or ""))

    def _row(self, where: str, row: Row, translator: Translator) -> Row:
        place = f"{where}, subquestion {row.code}"
        text = self.wordsmith.text(place, row.text, translator, row.code)
        return replace(row, text=text, show=self.condition(place, row.show or ""))

    def _limit(
        self, where: str, source: str, limit: float | str | None, own: Sequence[Ref]
    ) -> float | str | None:
        if not source:
            return limit
        inner = only_expression(source) or source
        try:
            unknown = unknown_words(inner, self.vocabulary)
            if unknown:
                self._unknown(where, inner, unknown)
                return limit
            said = translator_of(self.vocabulary, own).result(parse(inner))
        except ScriptError as error:
            self._broken(where, inner, str(error))
            return limit
        except UnsayableError as error:
            self._unsayable(where, inner, error.reason)
            return limit
        self._note(where, inner, said)
        return said.text

    def _validate(self, asked: Asked, drafted: Drafted) -> None:
        """Turn the validation equations of a question into checks of its drafts."""
        for name in ("em_validation_q", "em_validation_sq"):
            source = asked.attributes.get(name)
            said = asked.attributes.texts(f"{name}_tip") or words.CHECK
            refs = tuple(each.ref for each in drafted.variables)
            if not source or not drafted.drafts:
                continue
            each_alone = name.endswith("sq") and len(refs) > 1
            for own in [(ref,) for ref in refs] if each_alone else [refs]:
                draft = _draft_of(own[0] if own else None, drafted)
                draft.checks = (*draft.checks, (source, said, own))

    def _checks(self, asked: Asked, draft: Draft) -> list[Constraint]:
        found: list[Constraint] = []
        for source, message, own in draft.checks:
            that = self.condition(asked.name, only_expression(source) or source, own)
            if that is not None:
                translator = translator_of(self.vocabulary, own)
                said = self.wordsmith.text(asked.name, message, translator) or words.CHECK
                found.append(Constraint(that, said))
        return found

    def _remark_rest(self, asked: Asked) -> None:
        where, ledger = asked.name, self.ledger
        if asked.mandatory == "S":
            ledger.change(
                where,
                "Die sanfte Pflicht wird freiwillig: Familien können die Frage leer lassen",
                "the soft mandatory question becomes voluntary: families may leave it empty",
            )
        if asked.encrypted:
            ledger.change(
                where,
                "Die verschlüsselt gespeicherte Frage gilt hier als besonders schutzbedürftig",
                "the question that was stored encrypted counts as sensitive here",
            )
        if asked.scripts:
            ledger.drop(
                where,
                "Das JavaScript der Frage wird nicht übernommen; nichts läuft im Browser der "
                "Familien",
                "the JavaScript of the question is not taken over; nothing runs in the families' "
                "browser",
            )
        if asked.defaults:
            ledger.drop(
                where,
                f"Die Vorbelegung „{short(asked.defaults[0])}“ entfällt: vorgegebene Antworten "
                "verzerren",
                f"the default {short(asked.defaults[0])!r} is left out: answers given beforehand "
                "mislead",
            )


def _sayable(node: Node, translator: Translator) -> Said | None:
    try:
        return translator.condition_of(node)
    except UnsayableError:
        return None


def all_of(conditions: Sequence[str | None]) -> str | None:
    """Return the condition that all of some conditions hold."""
    said = list(dict.fromkeys(each for each in conditions if each))
    if len(said) < 2:
        return said[0] if said else None
    return " and ".join(map(bracketed, said))


def _draft_of(ref: Ref | None, drafted: Drafted) -> Draft:
    """Return the draft that a variable belongs to."""
    name = ref.name.partition(".")[0] if ref else ""
    fitting = (each for each in drafted.drafts if each.question.id == name)
    return next(fitting, drafted.drafts[0])
