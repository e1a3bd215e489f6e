"""Blocks of eQ as pages of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from surveyapp.exchange.eq.checks import Checks
from surveyapp.exchange.eq.fields import Asked, Fields, shown_when, with_items
from surveyapp.exchange.eq.plan import Plan
from surveyapp.exchange.eq.routes import Ways
from surveyapp.exchange.eq.rules import Rules, Scope, added
from surveyapp.exchange.eq.sound_lists import ADD, summed
from surveyapp.exchange.eq.source import Block, Section, obj
from surveyapp.exchange.eq.truth import ALWAYS, NEVER
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.names import Names
from surveyapp.exchange.surveyjs.json_file import items
from surveyapp.questionnaire.model import Constraint, ItemList, Page, Question, Text

MOST_ITEMS = 12
"""Items of a list; eQ names no limit."""

MOST_PARTS = 12
"""Numbers added up at once; longer sums are made of sums."""

_SUMMARIES = frozenset({"Summary", "SectionSummary", "AnswerSummary", "Confirmation"})
_PEOPLE = frozenset(
    {"people", "person", "household", "householders", "visitors", "members", "family"}
)


@dataclass(slots=True)
class Layout:
    """Puts blocks on pages, in their order."""

    plan: Plan
    rules: Rules
    words: Wordings
    fields: Fields
    ways: Ways
    pages: list[Page] = field(default_factory=list)
    lists: dict[str, ItemList] = field(default_factory=dict)
    intro: Text | None = None
    _ids: Names = field(default_factory=lambda: Names(()))
    #: Our id of the section that is laid out.
    section: str = ""

    def lay(self, section: Section, section_id: str) -> None:
        """Put the blocks of a section on pages."""
        self.section = section_id
        if section.repeats is not None:
            self._gather(section.repeats, section.blocks[0], None)
        for block in section.blocks:
            if self.ways.seen[block.id] == NEVER:
                self.plan.notes.drop(
                    block.path,
                    f"zu „{block.id}“ führt kein Weg",
                    f"no way leads to “{block.id}”",
                )
                continue
            self._block(block)

    def _block(self, block: Block) -> None:
        lay = {
            "ListCollector": self._collector,
            "ListCollectorContent": self._content,
            "RelationshipCollector": self._relationship,
            "CalculatedSummary": self._sum,
            "GrandCalculatedSummary": self._sum,
            "Introduction": self._reading,
            "Interstitial": self._reading,
        }
        if block.type in _SUMMARIES:
            self.plan.notes.drop(
                block.path,
                "eine Übersicht der Antworten zum Prüfen gibt es nicht; Familien gehen zurück",
                "there is no page to check the answers; families go back",
            )
            return
        lay.get(block.type, self._asking)(block)

    def _scope(self, block: Block) -> Scope:
        return Scope(self.plan.list_id(block.sees), block.path)

    def _show(self, block: Block) -> str | None:
        outer = block.parent or block
        seen = self.ways.seen[outer.id]
        return shown_when(seen, self.words, self._scope(block))

    def _title(self, block: Block) -> Text:
        """Return the heading of a page: that of its block, group or section, or of the file."""
        repeat = block.section.json.get("repeat")
        candidates = (
            obj(repeat).get("title") if repeat and not block.role else None,
            block.group.json.get("title"),
            block.section.json.get("title"),
            block.json.get("page_title"),
            self.plan.source.survey.get("title"),
        )
        found = (self.words.read(each, self._scope(block)) for each in candidates if each)
        return self.words.text(next((each for each in found if each), "–"))

    def _add(
        self,
        block: Block,
        questions: Sequence[Question],
        repeat: str | None,
        title: Text | None = None,
        intro: Text | None = None,
        collect: str | None = None,
        checks: Sequence[Constraint] = (),
    ) -> None:
        self.pages.append(
            Page(
                id=self._ids.id_of(
                    f"{block.id} {len(self.pages)}" if block.id in self._used else block.id
                ),
                title=title or self._title(block),
                section=self.section,
                questions=tuple(questions),
                intro=intro,
                show=self._show(block),
                repeat=repeat,
                collect=collect,
                checks=tuple(checks),
            )
        )
        self._used.add(block.id)

    _used: set[str] = field(default_factory=set)

    # Questions

    def _asking(self, block: Block) -> None:
        scope = self._scope(block)
        asked = self.fields.ask(block, scope)
        checks = [each for case in asked.cases for each in Checks(self.fields, scope).of(case)]
        checks += self._stops(block)
        if asked.dynamic:
            self._dynamic(block, asked)
        if asked.questions:
            self._add(block, asked.questions, scope.list, asked.title, asked.intro, None, checks)
        elif not asked.dynamic:
            self.plan.notes.drop(
                block.path,
                f"in „{block.id}“ bleibt nichts, was gefragt wird",
                f"“{block.id}” asks nothing any more",
            )
        elif checks:
            self.pages[-1] = replace(self.pages[-1], checks=())
            note = self._note(block, asked.title or self._title(block))
            self._add(block, (note,), scope.list, None, None, None, checks)
        if block.type == "PrimaryPersonListCollector":
            self._primary(block)

    def _dynamic(self, block: Block, asked: Asked) -> None:
        """Put answers that are asked for each item on pages that repeat."""
        list_id = self.plan.symbols[self._first_dynamic(asked)].list
        if list_id is None or block.sees is not None:
            self.plan.notes.drop(
                block.path,
                "Antworten für jeden Eintrag gibt es in einer Wiederholung nicht",
                "answers for each item do not exist inside a repetition",
            )
            return
        if list_id in self.fields.chosen_lists:
            self._chosen_list(list_id)
        else:
            values = with_items(asked.cases).json["dynamic_answers"]["values"]
            self._gather(str(values.get("identifier")), block, None)
        self._add(block, asked.dynamic, list_id, asked.title, asked.intro)

    @staticmethod
    def _first_dynamic(asked: Asked) -> str:
        return str(with_items(asked.cases).dynamic[0][1].get("id"))

    def _chosen_list(self, list_id: str) -> None:
        symbol = self.plan.symbols[self.fields.chosen_lists[list_id]]
        self.lists.setdefault(
            list_id,
            ItemList(
                list_id,
                self.words.text("{row}"),
                options_of=symbol.id,
                maximum=max(1, len(symbol.codes)),
            ),
        )

    def _stops(self, block: Block) -> list[Constraint]:
        """Return checks that hold families where eQ would send them back."""
        found = []
        for when, target in self.ways.back.get(block.id, ()):
            opposite = self.plan.conditions.negated(when)
            said = None if when == ALWAYS else self.words.condition(opposite, self._scope(block))
            german, english = f"„{target.id}“", f"“{target.id}”"
            self.plan.notes.change(
                f"{block.path}.routing_rules",
                f"der Sprung zurück zu {german} ist hier ein Satz, der bittet zurückzugehen",
                f"the jump back to {english} is a sentence here that asks to go back",
            )
            if said is not None:
                found.append(
                    Constraint(
                        said,
                        self.words.own(
                            "Bitte gehen Sie zurück und berichtigen Sie Ihre Angaben.",
                            "Please go back and correct your answers.",
                        ),
                    )
                )
        return found

    def _note(self, block: Block, text: Text, hint: Text | None = None) -> Question:
        new_id = self.plan.names.id_of(f"{block.id} note")
        return Question(id=new_id, type="note", text=text, hint=hint)

    # Reading

    def _reading(self, block: Block) -> None:
        scope = self._scope(block)
        said = self._content_of(block, scope)
        is_first = block is self.plan.source.way[0] and block.type == "Introduction"
        is_free = not {"routing_rules", "skip_conditions"} & set(block.json)
        if is_first and is_free and "enabled" not in block.section.json:
            self.intro = self.words.text(said) if said else None
            return
        title = self._content_title(block, scope)
        if not said and not title:
            self.plan.notes.drop(block.path, "der Block sagt nichts", "the block says nothing")
            return
        text = self.words.text(title or said)
        hint = self.words.text(said) if title and said else None
        self._add(block, (self._note(block, text, hint),), scope.list)

    def _cases(self, block: Block, scope: Scope) -> list[tuple[int, object]]:
        if "content_variants" not in block.json:
            return [(ALWAYS, block.json.get("content"))]
        return [
            (self.rules.truth(obj(each)["when"], scope), obj(each).get("content"))
            for each in items(block.json["content_variants"])
        ]

    def _content_title(self, block: Block, scope: Scope) -> str:
        cases = [(when, obj(each).get("title")) for when, each in self._cases(block, scope)]
        return self.words.varied(cases, scope)

    def _content_of(self, block: Block, scope: Scope) -> str:
        """Return everything a block says below its title."""
        parts = [
            self.words.contents(items(block.json.get(key)), scope)
            for key in ("primary_content", "preview_content", "secondary_content")
        ]
        cases = self._cases(block, scope)
        for when, each in cases:
            said = self.words.contents(
                {key: v for key, v in obj(each).items() if key != "title"}, scope
            )
            held = self.words.condition(when, scope) if len(cases) > 1 and said else None
            parts.append(f"{{{held}, select, true {{{said}}} other {{}}}}" if held else said)
        return "\n\n".join(filter(None, parts))

    def _relationship(self, block: Block) -> None:
        self.plan.notes.drop(
            block.path,
            "wer mit wem wie verwandt ist, braucht die Planung nicht und wird nicht erfragt",
            "who is related to whom is not needed for planning and is not asked",
        )

    # Lists

    def _collector(self, block: Block) -> None:
        name = str(block.json["for_list"])
        self._gather(name, block, block)
        for inner in self.plan.source.inner:
            if inner.parent is block and inner.role in ("add_block", "repeating_blocks"):
                self._each(inner)

    def _content(self, block: Block) -> None:
        name, scope = str(block.json["for_list"]), self._scope(block)
        self._gather(name, block, None)
        said, title = self._content_of(block, scope), self._content_title(block, scope)
        if said or title:
            text = self.words.text(title or said)
            hint = self.words.text(said) if title and said else None
            self._add(block, (self._note(block, text, hint),), scope.list)
        for inner in self.plan.source.inner:
            if inner.parent is block and inner.role == "repeating_blocks":
                self._each(inner)

    def _each(self, inner: Block) -> None:
        """Put what is asked of each item on a page that repeats."""
        scope = self._scope(inner)
        asked = self.fields.ask(inner, scope)
        if not asked.questions or scope.list is None:
            return
        outer = self.lists[scope.list].within
        if inner.section.repeats is not None and outer is None:
            self.plan.notes.change(
                inner.path,
                "die Liste steht hier für sich, nicht in der Wiederholung um sie",
                "the list stands by itself here, not inside the repetition around it",
            )
        checks = [each for case in asked.cases for each in Checks(self.fields, scope).of(case)]
        title = self.words.text("{item}")
        self._add(inner, asked.questions, scope.list, title, asked.intro, None, checks)

    def _gather(self, name: str, at: Block, collector: Block | None) -> None:
        """Put the page on which items are added before everything that needs them."""
        list_id = str(self.plan.list_id(name))
        if list_id in self.lists:
            if collector is not None:
                self.plan.notes.change(
                    at.path,
                    f"die Liste „{name}“ wird nur einmal gesammelt, weiter vorn",
                    f"the list “{name}” is collected only once, further on the front",
                )
            return
        if collector is None:
            self.plan.notes.change(
                at.path,
                f"woher die Liste „{name}“ kommt, ist hier nicht bekannt; Familien fügen die Einträge"
                " selbst hinzu",
                f"where the list “{name}” comes from is not known here; families add the items"
                " themselves",
            )
        self.plan.notes.change(
            at.path,
            f"die Liste „{name}“ hat höchstens {MOST_ITEMS} Einträge; hinzugefügt, geändert und"
            " entfernt wird auf einer Seite",
            f"the list “{name}” has at most {MOST_ITEMS} items; they are added, changed and removed"
            " on one page",
        )
        scope = self._scope(at)
        outer = scope.list if scope.list != list_id else None
        self.lists[list_id] = ItemList(
            list_id,
            self._label(name, list_id, collector),
            within=outer,
            maximum=MOST_ITEMS,
            add=self._add_text(collector, scope),
        )
        title, intro = self._collecting(name, collector, scope)
        self._add(at, (), outer, title, intro, list_id, self._needed(name, list_id))

    def _collecting(
        self, name: str, collector: Block | None, scope: Scope
    ) -> tuple[Text, Text | None]:
        """Return title and introduction of the page on which a list is collected."""
        said = obj(collector.json.get("summary")) if collector else {}
        title = self.words.read(said.get("title"), scope)
        asked = collector.wordings[-1].json.get("title") if collector else None
        intro = self.words.read(asked, scope)
        heading = self.words.text(title) if title else self.words.own("Wer oder was?", name.title())
        return heading, self.words.text(intro) if intro else None

    def _label(self, name: str, list_id: str, collector: Block | None) -> Text:
        """Return what an item is called; a name of a person is not asked, so a number stands there."""
        is_person = name in self.plan.nameless or name.lower() in _PEOPLE
        own = self.words.own("Person {number}", "Person {number}")
        if not is_person:
            own = self.words.own("Eintrag {number}", "Item {number}")
        if name in self.plan.nameless:
            self.plan.notes.change(
                collector.path if collector else name,
                f"die Namen in der Liste „{name}“ werden nicht erfragt; die Einträge heißen"
                " „Person 1“ und so weiter",
                f"the names in the list “{name}” are not asked; the items are called “Person 1”"
                " and so on",
            )
            return own
        said = obj(collector.json.get("summary")).get("item_title") if collector else None
        read = self.words.read(said, Scope(list_id, collector.path if collector else name))
        if not read or "{item}" in read or "…" in read:
            return own
        return {language: f"{text} ({read})" for language, text in own.items()}

    def _add_text(self, collector: Block | None, scope: Scope) -> Text | None:
        said = obj(collector.json.get("summary")).get("add_link_text") if collector else None
        read = self.words.read(said, scope)
        return self.words.text(read) if read else None

    def _needed(self, name: str, list_id: str) -> list[Constraint]:
        """Return the check that somebody who said there are items adds one."""
        found = []
        for block in self.plan.source.way:
            if block.type not in ("ListCollectorDrivingQuestion", "Question"):
                continue
            message = self.words.own(
                "Bitte fügen Sie mindestens einen Eintrag hinzu.", "Please add at least one item."
            )
            found += [
                Constraint(f"not ({code}) or count({list_id}) >= 1", message)
                for code in self._leading(block, name)
            ]
        return found[:1]

    def _leading(self, block: Block, name: str) -> list[str]:
        """Return when a question leads to adding an item to a list."""
        for wording in block.wordings:
            for _, answer in wording.fixed:
                symbol = self.plan.symbols.get(str(answer.get("id")))
                leading = [
                    str(option["value"])
                    for option in map(obj, items(answer.get("options")))
                    if obj(option.get("action")).get("type") == ADD
                    and obj(obj(option.get("action")).get("params")).get("list_name") == name
                ]
                if leading and symbol is not None and symbol.list is None and symbol.id:
                    codes = [symbol.codes[value.casefold()] for value in leading]
                    word = "has_any" if symbol.kind == "codes" else "in"
                    listed = ", ".join(f"'{code}'" for code in codes)
                    return [f"{symbol.id} {word} [{listed}]"]
        return []

    def _primary(self, block: Block) -> None:
        self.plan.notes.change(
            block.path,
            "wer hier ja sagt, steht nicht von selbst in der Liste und fügt sich hinzu, als Erstes",
            "who says yes here is not put on the list automatically and adds themselves, first of all",
        )
        inner = [b for b in self.plan.source.inner if b.parent is block]
        for wording in (each for one in inner for each in one.wordings):
            for path, said in wording.answers:
                name = str(said.get("id"))
                if len(self.plan.source.answers[name]) == 1:
                    self.plan.notes.drop(
                        path,
                        f"„{name}“ wird nur von der ersten Person verlangt und entfällt",
                        f"“{name}” is asked of the first person only and is left out",
                    )

    # Sums

    def _sum(self, block: Block) -> None:
        scope, symbol = self._scope(block), self.plan.sums[block.id]
        parts: list[str] = []
        for kind, name in summed(block):
            found = self._addend(kind, name, scope)
            if found:
                parts.append(found)
            else:
                self.rules.lose(scope, f"„{name}“", f"“{name}”")
        questions: list[Question] = []
        while len(parts) > MOST_PARTS:
            part_id = self.plan.names.id_of(f"{block.id} part {len(questions) + 1}")
            value = added(parts[:MOST_PARTS])
            questions.append(Question(part_id, "computed", self._title(block), value=value))
            parts = [*parts[MOST_PARTS:], part_id]
        said = obj(block.json.get("calculation")).get("title")
        label = self.words.read(said, scope) or self.words.read(block.json.get("title"), scope)
        value = f"round({added(parts) or '0'}, 6)"
        text = self.words.text(label or block.id)
        questions.append(Question(symbol.id, "computed", text, value=value))
        title = self.words.total(block.json.get("title") or said, scope, symbol.id)
        note = self._note(block, self.words.text(title))
        self._add(block, (*questions, note), scope.list)

    def _addend(self, kind: str, name: str, scope: Scope) -> str:
        symbol = self.plan.symbols.get(name) if kind == "answers" else self.plan.sums.get(name)
        if symbol is None or symbol.kind != "number":
            return ""
        if symbol.list in (None, scope.list):
            return f"coalesce({symbol.id}, 0)"
        return f"coalesce(sum({symbol.list}, {symbol.id}), 0)"
