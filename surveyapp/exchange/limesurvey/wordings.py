"""Texts of LimeSurvey as ours: HTML becomes plain, ``{expressions}`` become placeholders or variants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from surveyapp.exchange.cleaning import plain, said
from surveyapp.exchange.limesurvey.ledger import Ledger, quoted
from surveyapp.exchange.limesurvey.logic import Translator, UnsayableError
from surveyapp.exchange.limesurvey.names import SYSTEM_WORDS, Holds
from surveyapp.exchange.limesurvey.script import (
    Binary,
    Call,
    Node,
    Number,
    ScriptError,
    String,
    Variable,
    parse,
    walk,
)
from surveyapp.questionnaire.model import Text, Variant

MOST_CONDITIONS = 3
"""Conditions in one text that become variants of it: three give eight wordings."""

LONGEST_EXPRESSION = 1500
"""Characters of one expression in a text."""

Piece: TypeAlias = str | Node
"""Words, or an expression between them."""

Truths: TypeAlias = Mapping[str, bool]
"""Which of the conditions in a text are taken as true."""


@dataclass
class Wordsmith:
    """Makes texts, and remembers what got lost on the way."""

    ledger: Ledger
    #: Languages of LimeSurvey and what they are called here; the base language first.
    languages: Mapping[str, str]
    #: How many texts a language lacks.
    missing: dict[str, int] = field(default_factory=dict)

    def text(self, where: str, wordings: Text, translator: Translator, instead: str = "") -> Text:
        """Return a text in all languages; ``instead`` stands in where the base language has none.

        Conditions that only variants could say are taken as false, and remarked.
        """
        read = self._read(where, wordings)
        for condition in self._conditions(read, translator):
            german = (
                f"Die Bedingung „{quoted(condition)}“ im Text entfällt; es gilt der Wortlaut für "
                "„sonst“"
            )
            english = (
                f"the condition {quoted(condition)!r} in the text is left out; the wording for "
                "“else” holds"
            )
            self.ledger.drop(where, german, english)
        return self._said(where, read, translator, {}, instead)

    def varying(
        self, where: str, wordings: Text, hints: Text | None, translator: Translator, instead: str
    ) -> tuple[Text, Text | None, tuple[Variant, ...]]:
        """Return text and hint of a question, and a variant for each combination of its conditions."""
        read, read_hints = self._read(where, wordings), self._read(where, hints or {})
        found = self._conditions({**read_hints, **read}, translator) | self._conditions(
            read_hints, translator
        )
        if len(found) > MOST_CONDITIONS:
            return (
                self.text(where, wordings, translator, instead),
                self._hint(where, hints, translator),
                (),
            )
        variants = []
        for size in range(len(found), 0, -1):
            for true in combinations(found, size):
                truths = dict.fromkeys(true, True)
                text = self._said(where, read, translator, truths, instead)
                hint = self._said(where, read_hints, translator, truths, "") or None
                when = true[0] if size == 1 else " and ".join(f"({each})" for each in true)
                variants.append(Variant(when, text, hint))
        text = self._said(where, read, translator, {}, instead, is_counted=True)
        return text, self._said(where, read_hints, translator, {}, "") or None, tuple(variants)

    def _hint(self, where: str, hints: Text | None, translator: Translator) -> Text | None:
        return (self.text(where, hints, translator) if hints else None) or None

    def _read(self, where: str, wordings: Text) -> dict[str, list[Piece]]:
        """Return the pieces of each wording by our language."""
        read: dict[str, list[Piece]] = {}
        for language, wording in wordings.items():
            # Texts of our own making already have our languages.
            ours = self.languages.get(language, language if language in {"de", "en"} else "")
            if ours and ours in self.languages.values():
                found = plain(wording)
                self._note_removed(where, found.removed)
                read.setdefault(ours, list(self._pieces(where, found.text)))
        return read

    def _note_removed(self, where: str, removed: tuple[str, ...]) -> None:
        if removed:
            listed = ", ".join(removed)
            german = f"Aus dem Text wurde entfernt, was kein Text ist: {listed}"
            self.ledger.drop(where, german, f"what is no text was taken out of the text: {listed}")

    def _pieces(self, where: str, text: str) -> Iterable[Piece]:
        for words, source in split(text):
            if words:
                yield words
            if source:
                yield self._expression(where, source)

    def _expression(self, where: str, source: str) -> Piece:
        if source.upper().startswith(("TOKEN:", "PASSTHRU:")) or source.upper() in SYSTEM_WORDS:
            return self._system_word(where, source)
        try:
            return parse(source)
        except ScriptError:
            german = (
                f"„{{{quoted(source)}}}“ ist kein Ausdruck von LimeSurvey und steht als Text da"
            )
            english = f"{{{quoted(source)}}} is no expression of LimeSurvey and stands as text"
            self.ledger.change(where, german, english)
            return f"{{{source}}}"

    def _system_word(self, where: str, source: str) -> str:
        if source.upper().startswith(("TOKEN", "PASSTHRU:")) or source.upper() in _PERSONAL:
            german = (
                f"„{{{quoted(source)}}}“ entfällt zum Schutz der Familien: niemand wird mit Namen "
                "angesprochen"
            )
            english = f"{{{quoted(source)}}} is left out for privacy: nobody is called by name"
        else:
            german = f"„{{{quoted(source)}}}“ setzt nur LimeSurvey selbst ein; es entfällt"
            english = f"{{{quoted(source)}}} is put in by LimeSurvey alone; it is left out"
        self.ledger.drop(where, german, english)
        return ""

    def _conditions(
        self, read: Mapping[str, list[Piece]], translator: Translator
    ) -> dict[str, None]:
        """Return the conditions in some texts that no placeholder can hold."""
        found: dict[str, None] = {}
        for pieces in read.values():
            for piece in pieces:
                for node in walk(piece) if not isinstance(piece, str) else ():
                    condition = _condition_of(node, translator)
                    if condition and _choice_of(condition, translator) is None:
                        found[condition] = None
        return found

    def _said(
        self,
        where: str,
        read: Mapping[str, list[Piece]],
        translator: Translator,
        truths: Truths,
        instead: str,
        *,
        is_counted: bool = False,
    ) -> dict[str, str]:
        teller = _Teller(where, translator, truths, self.ledger)
        texts = {language: teller.tell(pieces) for language, pieces in read.items()}
        base = next(iter(self.languages.values()))
        if instead and not texts.get(base):
            texts[base] = said(instead)
            german = f"Der Text ist leer; stattdessen steht der Code „{instead}“"
            self.ledger.change(
                where, german, f"the text is empty; the code {instead!r} stands instead"
            )
        if is_counted or instead:
            for language in self.languages.values():
                self.missing[language] = self.missing.get(language, 0) + (not texts.get(language))
        return {language: text for language, text in texts.items() if text}


_PERSONAL = frozenset(
    {"FIRSTNAME", "LASTNAME", "EMAIL", "SAVEDID", "IPADDR", "REFURL", "SEED", "ID"}
)


@dataclass
class _Teller:
    """Puts the pieces of one text together."""

    where: str
    translator: Translator
    truths: Truths
    ledger: Ledger

    def tell(self, pieces: list[Piece]) -> str:
        """Return one text in our grammar."""
        parts = [self._part(piece) for piece in pieces]
        told = [
            part if is_placeholder else said(part, before_brace=place + 1 < len(parts))
            for place, (part, is_placeholder) in enumerate(parts)
        ]
        return re.sub(r"[ \t]+(?=[,.!?;:\n]|$)", "", re.sub(r"  +", " ", "".join(told))).strip()

    def _part(self, piece: Piece) -> tuple[str, bool]:
        if isinstance(piece, str):
            return piece, False
        try:
            return self._node(piece), True
        except (UnsayableError, RecursionError) as error:
            reason = error.reason if isinstance(error, UnsayableError) else ("zu tief", "too deep")
            self._lost(piece, reason)
            return "", True

    def _lost(self, piece: Node, reason: tuple[str, str]) -> None:
        source = quoted(written(piece))
        german = f"Der Ausdruck {{{source}}} im Text entfällt: {reason[0]}"
        self.ledger.drop(
            self.where, german, f"the expression {{{source}}} in the text is left out: {reason[1]}"
        )

    def _node(self, node: Node) -> str:
        if isinstance(node, String | Number):
            return said(_constant(node), before_brace=True)
        if isinstance(node, Variable):
            return self._variable(node)
        if isinstance(node, Call) and node.name in {"if", "iif"} and len(node.arguments) == 3:
            return self._either(node)
        if isinstance(node, Call) and node.name == "join":
            return "".join(self._node(each) for each in node.arguments)
        if isinstance(node, Binary) and node.operator == "+" and _holds_words(node):
            return self._node(node.left) + self._node(node.right)
        return f"{{{self.translator.result(node).text}}}"

    def _variable(self, node: Variable) -> str:
        ref = self.translator.ref(node)
        is_part = "." in ref.name and ref.holds is not Holds.NUMBER
        if ref.holds in {Holds.NOTHING, Holds.FLAG} or is_part or not ref.is_readable:
            raise UnsayableError(
                "der Teil einer Frage kann nicht vorgelesen werden",
                "a part of a question cannot be read out",
            )
        if ref.holds is Holds.CODE and node.suffix != "shown":
            german = f"„{{{node.name}}}“ zeigt hier den Wortlaut der Antwort, nicht den Code"
            english = f"{{{node.name}}} shows the wording of the answer here, not its code"
            self.ledger.change(self.where, german, english)
        return f"{{{ref.name}}}"

    def _either(self, node: Call) -> str:
        when, yes, no = node.arguments
        condition = self.translator.condition_of(when).text
        choice = _choice_of(condition, self.translator)
        if choice is None:
            return self._node(yes if self.truths.get(condition) else no)
        name, codes = choice
        branches = " ".join(f"{code} {{{self._node(yes)}}}" for code in codes)
        return f"{{{name}, select, {branches} other {{{self._node(no)}}}}}"


def _condition_of(node: Node, translator: Translator) -> str:
    """Return the condition of an if in our language; empty where there is none to say."""
    if not isinstance(node, Call) or node.name not in {"if", "iif"} or len(node.arguments) != 3:
        return ""
    try:
        return translator.condition_of(node.arguments[0]).text
    except (UnsayableError, RecursionError):
        return ""


def _choice_of(condition: str, translator: Translator) -> tuple[str, list[str]] | None:
    """Return question and codes of a condition that only asks for the answer of one choice."""
    found = re.fullmatch(r"([a-z0-9_]+) (?:== '([^']+)'|in \[([^\]]+)\])", condition)
    if found is None or not translator.vocabulary.is_choice(found[1]):
        return None
    codes = [found[2]] if found[2] else re.findall(r"'([^']+)'", found[3])
    return found[1], codes


def _constant(node: String | Number) -> str:
    if isinstance(node, Number):
        return f"{node.value:g}"
    words = plain(node.value).text
    before = " " if node.value[:1].isspace() else ""
    return f"{before}{words}{' ' if words and node.value[-1:].isspace() else ''}"


def _holds_words(node: Node) -> bool:
    return any(isinstance(each, String) and not each.value.isdecimal() for each in walk(node))


def split(text: str) -> Iterable[tuple[str, str]]:
    """Cut a text into words and the expressions in braces behind them.

    As in LimeSurvey, a brace that is followed by a blank begins no expression.
    """
    start = at = 0
    while (at := text.find("{", at)) >= 0:
        end = _end_of_expression(text, at)
        if end < 0:
            at -= end  # nothing up to here can begin an expression
            continue
        yield text[start:at], text[at + 1 : end].strip()
        start = at = end + 1
    yield text[start:], ""


def _end_of_expression(text: str, at: int) -> int:
    """Return where the brace at ``at`` closes, or minus how many characters to pass over."""
    if text[at + 1 : at + 2].isspace():
        return -1
    quote, end = "", at
    for end in range(at + 1, min(len(text), at + LONGEST_EXPRESSION)):
        sign = text[end]
        if quote:
            quote = "" if sign == quote and text[end - 1] != "\\" else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            return -(end - at)
        elif sign == "}":
            return end if end > at + 1 and not text[end - 1].isspace() else -(end - at)
    return -max(end - at, 1)


def written(node: Node) -> str:
    """Return an expression as a person would write it, for sentences."""
    if isinstance(node, Variable):
        return f"{node.name}.{node.suffix}" if node.suffix else node.name
    if isinstance(node, String | Number):
        return f"'{node.value}'" if isinstance(node, String) else f"{node.value:g}"
    if isinstance(node, Call):
        return f"{node.name}({', '.join(written(each) for each in node.arguments)})"
    if isinstance(node, Binary):
        return f"{written(node.left)} {node.operator} {written(node.right)}"
    return "…"
