"""Calculations: numbers and codes that are worked out, and texts that are put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveyapp.exchange.cleaning import said
from surveyapp.exchange.names import identifier
from surveyapp.exchange.xlsform import xpath
from surveyapp.exchange.xlsform.form import Node
from surveyapp.exchange.xlsform.pieces import (
    InexpressibleError,
    Piece,
    Symbol,
    called,
    code,
    number,
)
from surveyapp.exchange.xlsform.routes import common, resolve
from surveyapp.exchange.xlsform.values import Value, readable
from surveyapp.exchange.xlsform.xpath import Call, Number, Ref, Route, Text, Tree

if TYPE_CHECKING:
    from surveyapp.exchange.xlsform.symbols import Symbols
    from surveyapp.exchange.xlsform.translate import Translator

NO_LIMIT = 10**9
"""A calculation may ask for every question; it stands after the last of them."""

EMPTY = "empty"
"""Code of a calculated text without words."""

LONGEST_WORDS = 10_000
"""Most characters of a text that is put together."""


@dataclass(slots=True)
class Worked:
    """How a calculation is worked out."""

    value: str
    #: Codes it may give with the words they stand for; none for numbers.
    words: dict[str, str] = field(default_factory=dict)


def symbol(node: Node, symbols: Symbols, translator: Translator) -> Symbol:
    """Return what is known of a calculation."""
    text = node.text("bind", "calculate")
    if not text:
        return _none(node, symbols, "hat keine Berechnung", "has no calculation")
    was_today = translator.used_today
    translator.used_today = False
    try:
        return _symbol(node, xpath.parse(text), symbols, translator)
    except InexpressibleError as error:
        return _none(node, symbols, error.german, error.english)
    finally:
        symbols.today[node] = translator.used_today
        translator.used_today = was_today


def _none(node: Node, symbols: Symbols, german: str, english: str) -> Symbol:
    symbols.failed[node] = (german, english)
    return Symbol(
        node,
        "none",
        "",
        node.place,
        node.repeats,
        reason=(
            f"verweist auf die Berechnung {node.name}, die nicht übernommen wird",
            f"refers to the calculation {node.name}, which does not come over",
        ),
    )


def _symbol(node: Node, tree: Tree, symbols: Symbols, translator: Translator) -> Symbol:
    tree = _without_once(tree)
    words = _words(node, tree, symbols, translator)
    place = _place(node, tree, symbols, translator)
    if words is not None:
        return Symbol(node, "words", "", place, node.repeats, words=words)
    made = Symbol(node, "number", symbols.id_of(node), place, node.repeats)
    leaves = tuple(_leaves(tree))
    texts = [each.value for each in leaves if isinstance(each, Text)]
    if texts and len(texts) == len(leaves):
        made.kind = "code"
        codes = {each: _code(each, number) for number, each in enumerate(texts)}
        made.codes = {name: (own,) for name, own in codes.items()}
        piece = _cases(node, tree, codes, translator)
        symbols.worked[node] = Worked(piece.text, {own: name for name, own in codes.items()})
        return made
    value = translator.value(tree, node, NO_LIMIT)
    alias = value.symbol
    if alias is not None and value.piece is not None and isinstance(tree, (Ref, Route)):
        return _same(node, alias, made, symbols, value)
    made.kind = "truth" if value.truth is not None else _kind(value)
    symbols.worked[node] = Worked(_written(value).text)
    return made


def _without_once(tree: Tree) -> Tree:
    while isinstance(tree, Call) and tree.name in ("once", "string") and tree.arguments:
        tree = tree.arguments[0]
    return tree


def _same(node: Node, alias: Symbol, made: Symbol, symbols: Symbols, value: Value) -> Symbol:
    """Return a calculation that only repeats an answer."""
    if alias.kind in ("number", "truth", "date", "time") and value.piece is not None:
        made.kind, made.numbers = alias.kind, alias.numbers
        symbols.worked[node] = Worked(value.piece.text)
        return made
    if len(common_repeats(alias, node)) == len(alias.repeats):
        symbols.aliases[node] = alias
        return Symbol(
            node, alias.kind, alias.name, alias.place, alias.repeats, alias.codes, alias.numbers
        )
    raise InexpressibleError(
        "holt einen Text aus einer Wiederholung", "takes a text out of a repeat"
    )


def common_repeats(alias: Symbol, node: Node) -> tuple[Node, ...]:
    """Return the repeats around an answer that are around a node, too."""
    return alias.repeats[: common(alias.repeats, node)]


def _kind(value: Value) -> str:
    if value.kind not in ("number", "date", "time", "literal"):
        raise InexpressibleError("gibt einen Text", "gives a text")
    if value.kind == "literal" and value.number is None:
        raise InexpressibleError("gibt einen Text", "gives a text")
    return "number" if value.kind == "literal" else value.kind


def _written(value: Value) -> Piece:
    if value.truth is not None:
        if isinstance(value.truth, bool):
            return number(int(value.truth))
        return readable(called("if", value.truth, number(1), number(0)))
    if value.kind == "literal" and value.number is not None:
        return number(value.number)
    if value.piece is None:
        raise InexpressibleError("gibt einen Text", "gives a text")
    return readable(value.piece)


# Codes


def _leaves(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Call) and tree.name == "if" and len(tree.arguments) == 3:
        yield from _leaves(tree.arguments[1])
        yield from _leaves(tree.arguments[2])
    else:
        yield tree


def _code(words: str, number: int) -> str:
    if words == "":
        return EMPTY
    fits = words.isascii() and words.replace("_", "").isalnum() and words == words.lower()
    return words if fits and len(words) <= 40 else f"{identifier(words)[:40]}_{number + 1}"


def _cases(node: Node, tree: Tree, codes: dict[str, str], translator: Translator) -> Piece:
    def work(part: Tree) -> Piece:
        if isinstance(part, Text):
            return code(codes[part.value])
        assert isinstance(part, Call)
        condition = translator.truth(part.arguments[0], node, NO_LIMIT)
        if isinstance(condition, bool):
            return work(part.arguments[1] if condition else part.arguments[2])
        return called("if", condition, work(part.arguments[1]), work(part.arguments[2]))

    return readable(work(tree))


# Texts


def _words(node: Node, tree: Tree, symbols: Symbols, translator: Translator) -> str | None:
    """Return a calculation as a text with placeholders, or None where it is no such text."""
    if isinstance(tree, Text):
        return said(tree.value) or None
    if isinstance(tree, Call) and tree.name == "concat":
        return _part(node, tree, symbols, translator)
    if isinstance(tree, Call) and tree.name in ("jr:choice-name", "choice-name"):
        return _part(node, tree, symbols, translator)
    return None


def _part(node: Node, tree: Tree, symbols: Symbols, translator: Translator) -> str:
    if isinstance(tree, Text):
        return said(tree.value, before_brace=True)
    if isinstance(tree, Number):
        return number(tree.value).text
    if (
        isinstance(tree, Call)
        and tree.name in ("jr:choice-name", "choice-name", "string")
        and tree.arguments
    ):
        return _part(node, tree.arguments[0], symbols, translator)
    if isinstance(tree, Call) and tree.name == "concat":
        parts = [_part(node, each, symbols, translator) for each in tree.arguments]
        # Texts of texts double with every step, and nobody reads so much.
        if sum(map(len, parts)) > LONGEST_WORDS:
            raise InexpressibleError("setzt einen zu langen Text zusammen", "makes too long a text")
        return "".join(parts)
    if isinstance(tree, (Ref, Route)):
        found = symbols.of(resolve(translator.form, node, tree))
        if found.kind == "words":
            return found.words
        is_near = common(found.repeats, node) == len(found.repeats)
        if found.kind not in ("none", "moment") and is_near and "." not in found.name:
            return f"{{{found.name}}}"
    raise InexpressibleError("setzt einen Text zusammen", "puts a text together")


# Places


def _place(node: Node, tree: Tree, symbols: Symbols, translator: Translator) -> int:
    """Return the place from which on all that a calculation and its conditions ask for is known."""
    trees = [tree]
    for each in (node, *node.above):
        condition = each.text("bind", "relevant")
        trees += [xpath.parse(condition)] if condition else []
    start = node.repeats[-1].place if node.repeats else 0
    places = [start]
    for part in (part for each in trees for part in xpath.every(each)):
        if not isinstance(part, (Ref, Route)) or part == xpath.SELF:
            continue
        try:
            found = resolve(translator.form, node, part)
        except InexpressibleError:
            continue
        if found not in (node, *node.above):
            places.append(_known_from(found, node, symbols))
    return max(places)


def _known_from(found: Node, node: Node, symbols: Symbols) -> int:
    repeats = (*found.repeats, found) if found.kind == "repeat" else found.repeats
    outside = repeats[common(repeats, node) :]
    own = found.end if found.kind != "question" else symbols.of(found).place
    return max(own, outside[0].end) if outside else own
