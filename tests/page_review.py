"""A reviewer for every page any test opens: what must be true of all of them."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

LABELLED = {"input", "select", "textarea"}
MISTAKE = ("Fehler:", "Error:", "خطأ:")
TOLERATED = {"expected-doctype-but-got-end-tag"}


@lru_cache(maxsize=4)
def _read(html: str) -> tuple[Element, list[tuple]]:
    """Read a page once for its review and for whoever looks into it: reading is what takes long."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html), parser.errors


def parsed(html: str) -> Element:
    """Return the page as a tree of one's own, without namespaces."""
    return deepcopy(_read(html)[0])


def without_templates(tree: Element) -> Element:
    """Return the page as a browser without scripts has it: what waits in templates is not there."""
    for parent in tree.iter():
        for child in [each for each in parent if each.tag == "template"]:
            parent.remove(child)
    return tree


def text_of(element: Element) -> str:
    """Return all words in an element, blanks joined."""
    return " ".join("".join(element.itertext()).split())


def review(html: str) -> list[str]:
    """Return what is wrong with a page, in sentences; an empty list is praise."""
    tree, errors = _read(html)
    found = [f"HTML: {code} at {place} {facts}" for place, code, facts in errors]
    found += _frame(tree) + _ids(tree) + _labels(tree) + _foreign(tree) + _inline(tree)
    return found + _error_summary(tree)


def _frame(tree: Element) -> list[str]:
    found = []
    root = tree if tree.tag == "html" else tree.find(".//html")
    if not (root.get("lang") and root.get("dir")):
        found.append("html has no lang or dir")
    if not text_of(tree.find(".//title")):
        found.append("the title is empty")
    if len(tree.findall(".//h1")) != 1:
        found.append(f"there are {len(tree.findall('.//h1'))} h1, not one")
    viewport = tree.find(".//meta[@name='viewport']").get("content")
    if "user-scalable" in viewport or "maximum-scale" in viewport:
        found.append("zoom is blocked")
    return found


def _ids(tree: Element) -> list[str]:
    ids = Counter(each.get("id") for each in tree.iter() if each.get("id"))
    found = [f"the id {name} stands {number} times" for name, number in ids.items() if number > 1]
    pointing = ("aria-describedby", "aria-labelledby", "for", "form")
    pairs = [(name, each.get(name, "")) for each in tree.iter() for name in pointing]
    found += [
        f"{attribute} points to {target}, which is not there"
        for attribute, targets in pairs
        for target in targets.split()
        if target not in ids
    ]
    return found


def _labels(tree: Element) -> list[str]:
    named = {each.get("for") for each in tree.iter("label") if each.get("for")}
    wrapped = {id(control) for label in tree.iter("label") for control in label.iter()}
    found = []
    for control in tree.iter():
        if (
            control.tag not in LABELLED
            or control.get("type") == "hidden"
            or "hidden" in control.attrib
        ):
            continue
        if control.get("id") not in named and id(control) not in wrapped:
            found.append(f"{control.get('name')} has no label")
    bare = [each for each in tree.iter("fieldset") if each.find("legend") is None]
    return found + ["a fieldset has no legend" for _ in bare]


def _foreign(tree: Element) -> list[str]:
    found = []
    for each in tree.iter():
        # Somebody wrote this address on purpose, and nothing is loaded from it unless a person goes there.
        if each.tag == "a" and "external" in (each.get("rel") or "").split():
            continue
        for attribute in ("src", "href", "action", "srcset"):
            address = each.get(attribute, "")
            if address.startswith(("http:", "https:", "//")):
                found.append(f"{each.tag} leads away to {address}")
    return found


def _inline(tree: Element) -> list[str]:
    found = ["there is a style element"] if tree.find(".//style") is not None else []
    for each in tree.iter():
        found += [
            f"{each.tag} has {name}" for name in each.attrib if name == "style" or name[:2] == "on"
        ]
        if each.tag == "script" and not each.get("src"):
            found.append("there is an inline script")
    return found


def _error_summary(tree: Element) -> list[str]:
    """A page with messages at its fields begins with a summary that links to each of them."""
    classes = [each for each in tree.iter() if "error" in (each.get("class") or "").split()]
    summary = next((each for each in tree.iter() if each.get("role") == "alert"), None)
    if not classes:
        return []
    if summary is None:
        return ["there are messages, but no summary of them"]
    title = text_of(tree.find(".//title"))
    found = [] if title.startswith(MISTAKE) else [f"the title {title!r} hides the mistake"]
    targets = {link.get("href") for link in summary.iter("a")}
    ids = {f"#{each.get('id')}" for each in tree.iter() if each.get("id")}
    found += [f"the summary links to {target}, which is not there" for target in targets - ids]
    if len(targets) < len(classes):
        found.append("the summary has fewer links than there are messages")
    return found
