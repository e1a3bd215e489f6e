"""Every address of the filled county, found by following links from where people begin."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.corpus.office import Form, Office, forms_of, kind_of, links_of


@dataclass
class Found:
    """What a person's links lead to."""

    #: Address to its rule, of pages one reads in a browser.
    pages: dict[str, str] = field(default_factory=dict)
    #: Address to its rule and content, of everything else.
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    #: Rule and names of fields to a form of a page.
    forms: dict[tuple[str, frozenset[str]], Form] = field(default_factory=dict)

    @property
    def rules(self) -> set[str]:
        """Return the rules of everything found."""
        return {*self.pages.values(), *(rule for rule, _, _ in self.files.values())}


def follow(office: Office, starts: Iterable[str], most: int = 1) -> Found:
    """Follow links from ``starts``; of pages that are alike only ``most``, the first ones first."""
    found, seen = Found(), Counter[tuple[str, tuple[str, ...]]]()
    queue = deque(starts)
    known = set(queue)
    while queue:
        address = queue.popleft()
        rule = office.rule_of(address)
        kind = kind_of(address, rule)
        if not rule or rule.startswith("/static") or seen[kind] >= most:
            continue
        seen[kind] += 1
        answer = office.client.get(address)
        if answer.location:
            more = [answer.location]
        elif answer.mimetype == "text/html" and not _is_file(answer):
            found.pages[address] = rule
            html = answer.text
            more = list(links_of(address, html))
            for form in forms_of(address, html):
                target = office.rule_of(form.address, form.method.upper())
                found.forms.setdefault((target, frozenset(form.names)), form)
        else:
            found.files[address] = (rule, answer.mimetype, answer.data)
            more = []
        answer.close()
        queue += [each for each in more if each not in known]
        known |= {*more}
    return found


def _is_file(answer: object) -> bool:
    return "attachment" in answer.headers.get("Content-Disposition", "")  # type: ignore[attr-defined]
