"""Texts of LimeSurvey as ours: HTML becomes plain, ``{expressions}`` become placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from surveyapp.exchange.clauses import ALWAYS, NEVER
from surveyapp.exchange.cleaning import plain, said
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.logic import Translator
from surveyapp.exchange.limesurvey.names import SYSTEM_WORDS, Holds, Ref
from surveyapp.exchange.limesurvey.sayings import (
    UnsayableError,
)
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
from surveyapp.exchange.report import short
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.phrases import mistake

LONGEST_EXPRESSION = 1500
"""Characters of one expression in a text."""

_PICTURE = re.compile(r"""data:image/[^"'\s>]*""")
"""A picture written out in the text itself, far longer than all words."""

Piece: TypeAlias = str | Node
"""Words, or an expression between them."""


@dataclass
class Wordsmith:
    """Makes texts, and remembers what got lost on the way."""

    ledger: Ledger
    #: Languages of LimeSurvey and what they are called here; the base language first.
    languages: Mapping[str, str]
    #: How many texts a language lacks.
    missing: dict[str, int] = field(default_factory=dict)

    def text(
        self,
        where: str,
        wordings: Text,
        translator: Translator,
        instead: str = "",
        *,
        has_answers: bool = True,
    ) -> Text:
        """Return a text in all languages; ``instead`` stands in where the base language has none.

        Where it is shown without ``has_answers``, dots stand for what would need them.
        """
        pieces = self._read(where, wordings)
        if not has_answers:
            pieces = {
                language: [self._dotted(where, piece) for piece in found]
                for language, found in pieces.items()
            }
        texts = {
            language: _Teller(where, translator, self.ledger, language, self.languages).tell(found)
            for language, found in pieces.items()
        }
        base = next(iter(self.languages.values()))
        if instead and not texts.get(base):
            texts[base] = said(instead)
            german = f"Der Text ist leer; stattdessen steht der Code „{instead}“"
            english = f"the text is empty; the code {instead!r} stands instead"
            self.ledger.change(where, german, english)
        if instead:
            for language in self.languages.values():
                self.missing[language] = self.missing.get(language, 0) + (not texts.get(language))
        return {language: text for language, text in texts.items() if text}

    def _dotted(self, where: str, piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        source = short(written(piece))
        german = f"{{{source}}} wird zu „…“: hier sind die Antworten nicht mehr bekannt"
        english = f"{{{source}}} becomes “…”: the answers are not known here any more"
        self.ledger.change(where, german, english)
        return "…"

    def _read(self, where: str, wordings: Text) -> dict[str, list[Piece]]:
        """Return the pieces of each wording by our language."""
        read: dict[str, list[Piece]] = {}
        for language, wording in wordings.items():
            if not language and len(wordings) == 1:  # a setting that is the same in all languages
                read[next(iter(self.languages.values()))] = self._language(where, wording)
            # Texts of our own making already have our languages.
            ours = self.languages.get(language, language if language in {"de", "en"} else "")
            if ours and ours in self.languages.values():
                read.setdefault(ours, self._language(where, wording))
        if wordings.keys() == {"de", "en"} and not read.keys() & {"de", "en"}:
            read[next(iter(self.languages.values()))] = self._language(where, wordings["en"])
        return read

    def _language(self, where: str, wording: str) -> list[Piece]:
        found = plain(_PICTURE.sub("", wording))
        self._note_removed(where, found.removed)
        return list(self._pieces(where, found.text))

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
            german = f"„{{{short(source)}}}“ ist kein Ausdruck von LimeSurvey und steht als Text da"
            english = f"{{{short(source)}}} is no expression of LimeSurvey and stands as text"
            self.ledger.change(where, german, english)
            return f"{{{source}}}"

    def _system_word(self, where: str, source: str) -> str:
        if source.upper().startswith(("TOKEN", "PASSTHRU:")) or source.upper() in _PERSONAL:
            german = (
                f"„{{{short(source)}}}“ entfällt zum Schutz der Familien: niemand wird mit Namen "
                "angesprochen"
            )
            english = f"{{{short(source)}}} is left out for privacy: nobody is called by name"
        else:
            german = f"„{{{short(source)}}}“ setzt nur LimeSurvey selbst ein; es entfällt"
            english = f"{{{short(source)}}} is put in by LimeSurvey alone; it is left out"
        self.ledger.drop(where, german, english)
        return ""


_PERSONAL = frozenset(
    {"FIRSTNAME", "LASTNAME", "EMAIL", "SAVEDID", "IPADDR", "REFURL", "SEED", "ID"}
)


@dataclass
class _Teller:
    """Puts the pieces of one text together."""

    where: str
    translator: Translator
    ledger: Ledger
    language: str
    languages: Mapping[str, str]

    def tell(self, pieces: list[Piece]) -> str:
        """Return one text in our grammar."""
        text = self._joined([self._part(piece) for piece in pieces])
        if not mistake(text):
            return text
        german = "Die Ausdrücke im Text sind zu verschachtelt und entfallen"
        english = "the expressions in the text are nested too deep and left out"
        self.ledger.drop(self.where, german, english)
        return self._joined([(piece, False) for piece in pieces if isinstance(piece, str)])

    def _joined(self, parts: list[tuple[str, bool]]) -> str:
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
        source = short(written(piece))
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
        if ref.reads:
            return f"{{{ref.reads}}}"
        if ref.holds is Holds.FLAG and node.suffix == "shown":
            words = said(plain(self._words(ref)).text, before_brace=True)
            return f"{{{ref.name} has '{ref.option}', select, true {{{words}}} other {{}}}}"
        if ref.holds in {Holds.NOTHING, Holds.FLAG} or not ref.is_readable:
            german = f"„{node.name}“ kann nicht vorgelesen werden"
            english = f"{node.name!r} cannot be read out"
            raise UnsayableError(german, english)
        if ref.holds is Holds.CODE and node.suffix != "shown":
            german = f"„{{{node.name}}}“ zeigt hier den Wortlaut der Antwort, nicht den Code"
            english = f"{{{node.name}}} shows the wording of the answer here, not its code"
            self.ledger.change(self.where, german, english)
        return f"{{{ref.name}}}"

    def _words(self, ref: Ref) -> str:
        """Return the words of an option in the language of this text."""
        theirs = (each for each, ours in self.languages.items() if ours == self.language)
        own = next((ref.words[each] for each in theirs if each in ref.words), "")
        return own or next(iter(ref.words.values()), "")

    def _either(self, node: Call) -> str:
        yes, no = (self._node(each) for each in node.arguments[1:])
        condition = self.translator.condition_of(node.arguments[0]).text
        if condition in {ALWAYS, NEVER}:
            return yes if condition == ALWAYS else no
        choice = _choice_of(condition, self.translator)
        if choice is None:
            return f"{{{condition}, select, true {{{yes}}} other {{{no}}}}}"
        name, codes = choice
        branches = " ".join(f"{code} {{{yes}}}" for code in codes)
        return f"{{{name}, select, {branches} other {{{no}}}}}"


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
