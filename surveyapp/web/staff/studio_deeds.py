"""What the buttons of the studio do: ``do=up~question/age`` and the like, as edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire.editing.choosing import choices
from surveyapp.questionnaire.editing.cures import findings
from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.spots import Spot, escaped, find, unescaped
from surveyapp.questionnaire.editing.tree import Tree, questionnaire_of
from surveyapp.web.staff.studio_lines import expression_in
from surveyapp.web.staff.studio_repeats import known_list, list_edit
from surveyapp.web.staff.studio_rules import NEW_RULES, SENTENCE
from surveyapp.web.staff.studio_sent import BETWEEN, Sent, clean


@dataclass(frozen=True, slots=True)
class Deed:
    """What a button asks for."""

    edits: tuple[Edit, ...] = ()
    #: Address and setting that take the id of the element the edits made.
    then: tuple[str, str] | None = None
    #: Address of the element to show next; None for the one in the middle, or the one that was made.
    goes_to: str | None = None


Work = Callable[[Sent, Tree, str, str], Deed]
"""Takes the form, the document that was seen, the address and the rest of the button's value."""


def deed_in(sent: Sent, seen: Tree) -> Deed:
    """Return what the pressed button asks for; nothing where a form is only kept."""
    verb, path, rest = (*sent.get("do", "").split(BETWEEN, 2), "", "", "")[:3]
    work = DEEDS.get(verb)
    return work(sent, seen, path, rest) if work else Deed()


def _id(path: str) -> str:
    return unescaped(path.rpartition("/")[2])


def _name(element: Mapping[str, object]) -> str:
    return str(element.get("id") or element.get("code") or "")


def _beside(spot: Spot, step: int) -> str | None:
    """Return what an element has to follow to stand one place further; None where there is none."""
    siblings = [_name(each) for each in spot.siblings or ()]
    place = spot.position + step
    if not 0 <= place < len(siblings):
        return None
    after = place - 1 if step < 0 else place
    return siblings[after] if after >= 0 else ""


def _move(step: int) -> Work:
    def work(_sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
        spot = find(seen, path)
        if spot is None:
            return Deed((Edit("move", path, {"after": ""}),))
        if spot.sort == "page":
            return Deed(_page_moved(seen, spot, step))
        after = _beside(spot, step)
        if after is not None:
            return Deed((Edit("move", path, {"after": after}),))
        return Deed(_to_next_page(seen, spot, step) if spot.sort == "question" else ())

    return work


def _to_next_page(seen: Tree, spot: Spot, step: int) -> tuple[Edit, ...]:
    """Move a question over the edge of its page: to the end of the one before, the start of the next."""
    pages = seen.get("pages") or []
    ids = [page["id"] for page in pages]
    own = _id(spot.parent)
    place = ids.index(own) + step if own in ids else -1
    if not 0 <= place < len(pages):
        return ()
    there = pages[place].get("questions") or []
    after = _name(there[-1]) if step < 0 and there else ""
    return (Edit("move", spot.path, {"into": ids[place], "after": after}),)


def _page_moved(seen: Tree, spot: Spot, step: int) -> tuple[Edit, ...]:
    """Move a page inside its section, or over the edge into the next one."""
    pages = spot.siblings or []
    place = spot.position + step
    section = spot.element.get("section")
    before = pages[spot.position - 1]["id"] if spot.position else ""
    beside = pages[place] if 0 <= place < len(pages) else None
    if beside is not None and beside.get("section") == section:
        return (Edit("move", spot.path, {"after": _beside(spot, step)}),)
    ids = [each["id"] for each in seen.get("sections") or ()]
    there = ids.index(section) + step if section in ids else -1
    return (
        (Edit("move", spot.path, {"into": ids[there], "after": before}),)
        if 0 <= there < len(ids)
        else ()
    )


def _drop(sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
    """Move an element to where it was dropped: after a sibling, or first inside its new parent."""
    after, into = sent.get("nach", ""), sent.get("in", "")
    arguments = {"after": _id(after)} | ({"into": _id(into)} if into else {})
    return Deed((Edit("move", path, arguments),)) if find(seen, path) is not None else Deed()


def _remove(*, with_references: bool) -> Work:
    def work(_sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
        spot = find(seen, path)
        arguments = {"with_references": True} if with_references else {}
        parent = spot.parent if spot is not None else ""
        return Deed((Edit("remove", path, arguments),), goes_to=parent)

    return work


def _duplicate(_sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("duplicate", path),))


def _question(sent: Sent, _seen: Tree, path: str, type_: str) -> Deed:
    text = clean(sent.get("frage", ""))
    after = sent.get("nach", "")
    arguments = {"type": type_, "text": text} | ({"after": _id(after)} if after else {})
    return Deed((Edit("add_question", path, arguments),))


def _page(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    arguments = {"title": clean(sent.get("titel", "")), "section": _id(path)}
    return Deed((Edit("add_page", "", arguments),))


def _section(sent: Sent, _seen: Tree, _path: str, _rest: str) -> Deed:
    return Deed((Edit("add_section", "", {"title": clean(sent.get("titel", ""))}),))


def _type(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("set_type", path, {"type": sent.get("art", "")}),))


def _rename(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    new = clean(sent.get("name", ""))
    if new in ("", _id(path)):
        return Deed()
    goes_to = f"{path.rpartition('/')[0]}/{escaped(new)}" if path.count("/") == 1 else None
    return Deed((Edit("rename", path, {"id": new}),), goes_to=goes_to)


def _repeat(sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
    """Let a page repeat for each of what was picked, by the list that is there or a new one."""
    picked = sent.get("anzahl", "")
    known = known_list(seen, picked)
    if known is not None:
        return Deed((Edit("set_property", path, {"name": "repeat", "value": known}),), goes_to=path)
    return Deed(
        (list_edit(picked, clean(sent.get("je", ""))),), then=(path, "repeat"), goes_to=path
    )


def _scale(sent: Sent, _seen: Tree, _path: str, _rest: str) -> Deed:
    """Make answers to share: one for each line."""
    texts = [line.strip() for line in clean(sent.get("antworten", "")).split("\n") if line.strip()]
    return Deed((Edit("add_scale", "", {"name": clean(sent.get("titel", "")), "texts": texts}),))


def _shared(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    arguments = {"name": clean(sent.get("skala_name", "")) or _("Antworten")}
    return Deed((Edit("share_options", path, arguments),), goes_to=path)


def _taken(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("take_scale", path, {"scale": sent.get("skala", "")}),), goes_to=path)


def _own(_sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("own_options", path),), goes_to=path)


def _paste(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("paste", path, {"text": sent.get("eingefuegt", "")}),))


def _language(sent: Sent, _seen: Tree, _path: str, _rest: str) -> Deed:
    return Deed((Edit("add_language", "", {"language": sent.get("sprache_neu", "")}),))


def _no_language(_sent: Sent, _seen: Tree, _path: str, language: str) -> Deed:
    return Deed((Edit("remove_language", "", {"language": language}),))


def _no_condition(_sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    return Deed((Edit("set_condition", path, {"expression": ""}),))


def _condition(sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
    expression = expression_in(sent, choices(questionnaire_of(seen), path))
    goes_to = "/".join(path.split("/")[:2])
    return Deed((Edit("set_condition", path, {"expression": expression}),), goes_to=goes_to)


def _rule(task: str, operation: str, expression: str, text: str) -> Work:
    """Make a check or another wording of what was put together."""

    def work(sent: Sent, seen: Tree, path: str, _rest: str) -> Deed:
        known = choices(questionnaire_of(seen), NEW_RULES[task].place(path))
        said = {expression: expression_in(sent, known), text: clean(sent.get(SENTENCE, ""))}
        return Deed((Edit(operation, path, said),), goes_to=path)

    return work


def _cure(_sent: Sent, seen: Tree, path: str, rest: str) -> Deed:
    """Mend a finding in the way the button names: rule, property and kind of the cure."""
    rule, name, kind = (*rest.split("|", 2), "", "", "")[:3]
    found = (
        cure
        for each in findings(seen)
        if (each.path, each.finding.rule, each.property) == (path, rule, name)
        for cure in each.cures
        if cure.kind == kind
    )
    cure = next(found, None)
    return Deed(cure.edits if cure is not None else (), goes_to=path)


def _insert(sent: Sent, _seen: Tree, path: str, _rest: str) -> Deed:
    """Put the answer of an earlier question at the end of a question's text."""
    placeholder = sent.get("einsetzen", "")
    text = f"{clean(sent.get(f'text~{path}~text~de', ''))} {placeholder}".strip()
    arguments = {"name": "text", "language": "de", "text": text}
    return Deed((Edit("set_text", path, arguments),) if placeholder else ())


DEEDS: Mapping[str, Work] = {
    "einsetzen": _insert,
    "bedingung": _condition,
    "pruefung": _rule("pruefung", "add_check", "that", "message"),
    "wortlaut": _rule("wortlaut", "add_variant", "when", "text"),
    "heilen": _cure,
    "hoch": _move(-1),
    "runter": _move(1),
    "ablegen": _drop,
    "entfernen": _remove(with_references=False),
    "mit_allem": _remove(with_references=True),
    "verdoppeln": _duplicate,
    "frage": _question,
    "seite": _page,
    "abschnitt": _section,
    "art": _type,
    "name": _rename,
    "wiederholen": _repeat,
    "einfuegen": _paste,
    "skala": _scale,
    "gemeinsam": _shared,
    "skala_nehmen": _taken,
    "eigene": _own,
    "sprache": _language,
    "ohne_sprache": _no_language,
    "immer": _no_condition,
}
"""First part of a button's value to what it does; ``halten`` and all others only keep the form."""
