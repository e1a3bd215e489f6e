"""A family for expressions, without a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, field

from surveyapp.questionnaire.values import Missing


@dataclass
class Family:
    """Answers for expressions, without a questionnaire."""

    said: dict = field(default_factory=dict)
    children: tuple[dict, ...] | None = ()
    row: str | None = None
    facts: dict = field(default_factory=dict)
    item: str | None = None

    def value(self, question, row):
        found = self.said.get(question, Missing.NOT_APPLICABLE)
        return found.get(row, Missing.NOT_APPLICABLE) if isinstance(found, dict) else found

    def is_answered(self, question, row):
        return not isinstance(self.value(question, row), Missing)

    def is_refused(self, question, row):
        return self.value(question, row) is Missing.REFUSED

    def items(self, _list_id):
        if self.children is None:
            return None
        return tuple(str(n) for n in range(len(self.children)))

    def inside(self, _list_id, item):
        said = {**self.said, **self.children[int(item)]}
        return Family(said, self.children, self.row, self.facts, item)

    def current_row(self):
        return self.row

    def is_list(self, name):
        return name == "children"

    def item_of(self, _list_id):
        return self.item

    def current_number(self):
        return None if self.item is None else int(self.item) + 1

    def fact(self, name):
        return self.facts.get(name, Missing.UNANSWERED)
