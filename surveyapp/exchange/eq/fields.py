"""Answers of eQ as questions of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from surveyapp.exchange.eq.limits import Limits, limits_of
from surveyapp.exchange.eq.plan import LOST, Plan, Symbol, copied_from, exclusive_parts
from surveyapp.exchange.eq.rules import Rules, Scope
from surveyapp.exchange.eq.source import Answer, Block, Wording, obj
from surveyapp.exchange.eq.truth import ALWAYS, NEVER, Condition
from surveyapp.exchange.eq.units import CURRENCIES, UNITS
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.questionnaire.model import Option, Question, Text, Variant

USUAL_LINE, LONGEST_TEXT = 100, 2000
"""Characters of a line and of a longer text where the file names no number."""


@dataclass(frozen=True, slots=True)
class Case:
    """One of the questions a block may ask."""

    #: The rule as it stands, and when it is the first that holds.
    rule: Condition
    when: Condition
    wording: Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """What a block asks: questions in order, and what must hold of them."""

    cases: tuple[Case, ...]
    questions: tuple[Question, ...]
    #: Questions asked for each item of something else, with that list.
    dynamic: tuple[Question, ...] = ()
    intro: Text | None = None
    title: Text | None = None


def with_items(cases: Sequence[Case]) -> Wording:
    """Return the question of a block that is asked for each item of something; else the last one."""
    found = (case.wording for case in reversed(cases) if case.wording.dynamic)
    return next(found, cases[-1].wording)


@dataclass(slots=True)
class Fields:
    """Builds questions."""

    plan: Plan
    rules: Rules
    words: Wordings
    #: Lists whose items are chosen options: our id to the answer.
    chosen_lists: dict[str, str] = field(default_factory=dict)

    def cases(self, block: Block, scope: Scope) -> tuple[Case, ...]:
        """Return the questions of a block, each with when it is asked."""
        held = self.plan.conditions
        left, found = ALWAYS, []
        for wording in block.wordings:
            place = Scope(scope.list, wording.path.removesuffix(".question") + ".when")
            rule = ALWAYS if wording.when is None else self.rules.truth(wording.when, place)
            found.append(Case(rule, held.both(left, rule), wording))
            left = held.both(left, held.negated(rule))
        return tuple(found)

    def ask(self, block: Block, scope: Scope) -> Asked:
        """Return what a block asks."""
        cases = self.cases(block, scope)
        inside = self._dynamic_scope(with_items(cases), scope)
        names = dict.fromkeys(
            str(said.get("id")) for case in cases for _, said in case.wording.answers
        )
        merged = {name for case in cases for name in (exclusive_parts(case.wording) or ("", []))[1]}
        dynamic_names = {str(s.get("id")) for case in cases for _, s in case.wording.dynamic}
        kept = [name for name in names if name not in merged and self._is_asked(name)]
        is_alone = len(names) - len(merged) == 1
        questions: list[Question] = []
        dynamic: list[Question] = []
        for name in kept:
            is_inner = name in dynamic_names
            place = inside if is_inner else scope
            found = self._question(block, name, cases, place, is_alone=is_alone)
            (dynamic if is_inner else questions).extend(found)
        intro, title = (None, None) if is_alone else self._heading(cases, scope)
        return Asked(cases, tuple(questions), tuple(dynamic), intro, title)

    def _heading(self, cases: Sequence[Case], scope: Scope) -> tuple[Text | None, Text | None]:
        """Return what stands above several answers: introduction and title."""
        general = self._general(cases, scope)
        title = self.words.varied([(c.rule, c.wording.json.get("title")) for c in cases], scope)
        return (
            self.words.text(general) if general else None,
            self.words.text(title) if title else None,
        )

    def _is_asked(self, name: str) -> bool:
        """Say whether an answer is asked; say why not where it is not."""
        symbol = self.plan.symbols[name]
        if symbol.kind != LOST:
            return True
        answer = self.plan.source.answers[name][0]
        self.plan.notes.drop(
            answer.path,
            f"„{name}“ nennt eine Person oder macht sie erreichbar; so etwas steht hier nie bei den"
            " Antworten",
            f"“{name}” names a person or says how to reach one; such things never stand beside the"
            " answers here",
        )
        return False

    def _dynamic_scope(self, wording: Wording, scope: Scope) -> Scope:
        values = obj(obj(wording.json.get("dynamic_answers")).get("values"))
        name = str(values.get("identifier"))
        if values.get("source") == "list":
            return Scope(self.plan.list_id(name), scope.where)
        if values.get("source") == "answers":
            list_id = self.plan.items_of(name)
            self.chosen_lists[list_id] = name
            return Scope(list_id, scope.where, name)
        return scope

    def _general(self, cases: Sequence[Case], scope: Scope) -> str:
        """Return what is said of a question as a whole."""
        return self._joined(
            [
                self.words.varied([(c.rule, c.wording.json.get(key)) for c in cases], scope)
                for key in ("description", "instruction", "warning")
            ]
            + [
                self.words.contents(cases[-1].wording.json.get(key), scope)
                for key in ("definitions", "definition", "guidance")
                if cases[-1].wording.json.get(key)
            ]
        )

    @staticmethod
    def _joined(parts: Sequence[str]) -> str:
        return "\n\n".join(dict.fromkeys(each for each in parts if each))

    # One answer

    def _question(
        self, block: Block, name: str, cases: Sequence[Case], scope: Scope, *, is_alone: bool
    ) -> list[Question]:
        found = [
            (case, answer)
            for case in cases
            for answer in self.plan.source.answers[name]
            if answer.wording.json is case.wording.json and answer.block is block
        ]
        base = found[-1][1]
        place = Scope(scope.list, base.path, scope.options_of)
        text, hint, variants = self._texts(found, place, is_alone=is_alone)
        question = Question(
            id=self.plan.symbols[name].id,
            type="text",
            text=text,
            hint=hint,
            variants=variants,
            show=self._present(found, cases, place),
            required=self._required(found, place),
            may_refuse=True,
        )
        filled = self._typed(question, found, place)
        exclusives = [
            option
            for case in cases
            for part in (exclusive_parts(case.wording) or ("", []))[1]
            if (exclusive_parts(case.wording) or ("",))[0] == name
            for option in self._exclusive(case, part, cases, place)
        ]
        if exclusives:
            codes = {each.code: each for each in exclusives}
            is_needed = cases[-1].wording.json.get("mandatory") is True or question.required
            filled[0] = replace(
                filled[0], options=(*filled[0].options, *codes.values()), required=is_needed
            )
        return filled

    def _exclusive(
        self, case: Case, name: str, cases: Sequence[Case], scope: Scope
    ) -> list[Option]:
        symbol = self.plan.symbols[name]
        answer = next(said for _, said in case.wording.fixed if said.get("id") == name)
        show = None if len(cases) == 1 else self._when_any([case.when], scope)
        return [
            Option(
                symbol.codes[str(each["value"]).casefold()],
                self.words.text(self.words.read(each["label"], scope)),
                exclusive=True,
                show=show,
            )
            for each in items(answer.get("options"))
        ]

    def _when_any(self, parts: Sequence[Condition], scope: Scope) -> str | None:
        return self.words.condition(self.plan.conditions.either(*parts), scope)

    def _present(
        self, found: Sequence[tuple[Case, Answer]], cases: Sequence[Case], scope: Scope
    ) -> str | None:
        if len(found) >= len(cases):
            return None
        return self._when_any([case.when for case, _ in found], scope)

    def _required(self, found: Sequence[tuple[Case, Answer]], scope: Scope) -> bool | str:
        needed = [case.when for case, answer in found if answer.json.get("mandatory") is True]
        if not needed or len(needed) == len(found):
            return bool(needed)
        return self._when_any(needed, scope) or True

    def _texts(
        self, found: Sequence[tuple[Case, Answer]], scope: Scope, *, is_alone: bool
    ) -> tuple[Text, Text | None, tuple[Variant, ...]]:
        said = [self._wording(case, answer, scope, is_alone=is_alone) for case, answer in found]
        text, hint = said[-1]
        variants = []
        for (case, _), (other, other_hint) in zip(found[:-1], said[:-1], strict=True):
            when = self.words.condition(case.rule, scope)
            if (other, other_hint) != (text, hint) and when is not None:
                own_hint = self.words.text(other_hint) if other_hint else None
                variants.append(Variant(when, self.words.text(other), own_hint))
        return (
            self.words.text(text),
            self.words.text(hint) if hint else None,
            tuple(variants),
        )

    def _wording(
        self, case: Case, answer: Answer, scope: Scope, *, is_alone: bool
    ) -> tuple[str, str]:
        words, json = self.words, answer.json
        title = words.read(case.wording.json.get("title"), scope)
        label = words.read(json.get("label"), scope)
        guidance = words.contents(json["guidance"], scope) if json.get("guidance") else ""
        own = [words.read(json.get("description"), scope), guidance]
        if not is_alone:
            return label or title, self._joined(own)
        first = label if label not in ("", title) else ""
        return title or label, self._joined([self._general([case], scope), first, *own])

    # Types

    def _typed(
        self, question: Question, found: Sequence[tuple[Case, Answer]], scope: Scope
    ) -> list[Question]:
        base = found[-1][1]
        if "default" in base.json and base.json["default"] not in (None, ""):
            self.plan.notes.change(
                f"{base.path}.default",
                f"die Vorgabe „{base.json['default']}“ steht hier nicht im Feld; wer nichts schreibt,"
                " hat nichts geantwortet",
                f"the default “{base.json['default']}” does not stand in the field here; who writes"
                " nothing has answered nothing",
            )
        symbol = self.plan.symbols[base.id]
        if symbol.kind in ("code", "codes"):
            return self._choice(question, found, scope)
        if symbol.kind == "number":
            return [self._number(question, found, scope)]
        if symbol.kind == "date":
            return [self._date(question, found, scope)]
        if symbol.kind == "duration":
            return self._duration(question, base)
        return [self._free(question, base)]

    def _limited(self, found: Sequence[tuple[Case, Answer]], scope: Scope) -> Limits:
        """Return the limits of an answer, whichever of its variants is asked."""
        each = [limits_of(self.rules, self.words, answer, scope) for _, answer in found]
        ends = {}
        for key in ("minimum", "maximum"):
            ends[key] = getattr(each[-1], key)
            for (case, _), one in zip(reversed(found[:-1]), reversed(each[:-1]), strict=True):
                other = getattr(one, key)
                when = self.words.condition(case.rule, scope) if other != ends[key] else None
                if when is not None:
                    # Without a limit of its own the other variant is not limited either.
                    is_open = other is None or ends[key] is None
                    ends[key] = None if is_open else f"if({when}, {other}, {ends[key]})"
        return Limits(ends["minimum"], ends["maximum"], each[-1].checks)

    def _number(
        self, question: Question, found: Sequence[tuple[Case, Answer]], scope: Scope
    ) -> Question:
        json = found[-1][1].json
        limits = self._limited(found, scope)
        unit = ""
        if json["type"] == "Percentage":
            unit = "%"
        elif json["type"] == "Currency":
            unit = CURRENCIES.get(str(json["currency"]), str(json["currency"]))
        elif json["type"] == "Unit":
            unit = UNITS.get(str(json["unit"]), str(json["unit"]).rpartition("-")[2])
        return replace(
            question,
            type="number",
            minimum=limits.minimum,
            maximum=limits.maximum,
            decimals=int(number_of(json.get("decimal_places")) or 0),
            unit_text=self.words.text(unit) if unit else None,
            checks=limits.checks,
        )

    def _date(
        self, question: Question, found: Sequence[tuple[Case, Answer]], scope: Scope
    ) -> Question:
        kinds = {"Date": "date", "MonthYearDate": "month", "YearDate": "year"}
        limits = self._limited(found, scope)
        return replace(
            question,
            type=kinds[found[-1][1].type],
            minimum=limits.minimum,
            maximum=limits.maximum,
            checks=limits.checks,
        )

    def _duration(self, question: Question, answer: Answer) -> list[Question]:
        """Return one number for the years and one for the months."""
        units = [each for each in items(answer.json.get("units")) if each in ("years", "months")]
        self.plan.notes.change(
            answer.path,
            "eine Dauer in Jahren und Monaten wird mit Zahlen gefragt",
            "a duration in years and months is asked by numbers",
        )
        said = {"years": ("Jahre", "years"), "months": ("Monate", "months")}
        found = []
        for unit in dict.fromkeys(units):
            own_id = (
                question.id if unit == units[0] else self.plan.names.id_of(f"{answer.id} {unit}")
            )
            most = 11 if unit == "months" and len(set(units)) > 1 else 999
            found.append(
                replace(
                    question,
                    id=own_id,
                    type="number",
                    minimum=0,
                    maximum=most,
                    unit_text=self.words.own(*said[unit]),
                )
            )
        return found

    def _free(self, question: Question, answer: Answer) -> Question:
        is_line = answer.type == "TextField"
        longest = number_of(answer.json.get("max_length")) or (
            USUAL_LINE if is_line else LONGEST_TEXT
        )
        rows = number_of(answer.json.get("rows")) or 4
        if answer.json.get("suggestions") or answer.json.get("suggestions_url"):
            self.plan.notes.drop(
                f"{answer.path}.suggestions",
                "Vorschläge beim Tippen kommen von einer fremden Adresse und entfallen",
                "suggestions while typing come from another address and are left out",
            )
        return replace(
            question,
            type="text",
            lines=1 if is_line else int(max(2, min(20, rows))),
            maximum=min(longest, LONGEST_TEXT),
        )

    # Choices

    def _choice(
        self, question: Question, found: Sequence[tuple[Case, Answer]], scope: Scope
    ) -> list[Question]:
        base = found[-1][1]
        symbol = self.plan.symbols[base.id]
        options = [*self._copied(base, scope), *self._options(found, symbol, scope)]
        if not options:
            self.plan.notes.drop(
                base.path,
                f"die Optionen von „{base.id}“ werden erst beim Fragen ausgerechnet; die Frage"
                " entfällt",
                f"the options of “{base.id}” are worked out while asking; the question is left out",
            )
            return []
        kinds = {"Radio": "single", "Dropdown": "dropdown", "Checkbox": "multiple"}
        kind = kinds[base.type]
        if kind == "single" and {each.code for each in options} == {"yes", "no"}:
            kind = "yesno"
        self._say_codes(base, symbol)
        asked = replace(question, type=kind, options=tuple(options))
        return [asked, *self._details(asked, found, scope)]

    def _options(
        self, found: Sequence[tuple[Case, Answer]], symbol: Symbol, scope: Scope
    ) -> list[Option]:
        """Return the options of all variants, each shown where its variant is asked."""
        said: dict[str, list[tuple[Case, Json]]] = {}
        for case, answer in found:
            for each in items(answer.json.get("options")):
                said.setdefault(str(obj(each).get("value")), []).append((case, obj(each)))
        options = []
        for value, cases in said.items():
            show = None
            if len(cases) < len(found):
                show = self._when_any([case.when for case, _ in cases], scope)
            label = self.words.varied([(case.rule, each["label"]) for case, each in cases], scope)
            more = self.words.read(cases[-1][1].get("description"), scope)
            text = f"{label} – {more}" if more else label
            code = symbol.codes[value.casefold()]
            options.append(Option(code, self.words.text(text or value), show=show))
        return options

    def _copied(self, answer: Answer, scope: Scope) -> list[Option]:
        """Return the options that are those chosen in an earlier answer."""
        if not answer.json.get("dynamic_options"):
            return []
        name = copied_from(answer)
        other = self.plan.symbols.get(name or "")
        first = self.plan.source.answer(name)
        if (
            other is None
            or first is None
            or other.kind != "codes"
            or other.list
            not in (
                None,
                scope.list,
            )
        ):
            self.plan.notes.drop(
                f"{answer.path}.dynamic_options",
                "Optionen, die beim Fragen ausgerechnet werden, gibt es hier nicht",
                "options that are worked out while asking do not exist here",
            )
            return []
        return [
            Option(
                other.codes[str(each["value"]).casefold()],
                self.words.text(self.words.read(each["label"], scope)),
                show=f"{other.id} has '{other.codes[str(each['value']).casefold()]}'",
            )
            for each in items(first.json.get("options"))
        ]

    def _say_codes(self, answer: Answer, symbol: Symbol) -> None:
        written = [str(each.get("value")) for each in items(answer.json.get("options"))]
        pairs = [(symbol.codes[value.casefold()], value) for value in written]
        told = ", ".join(f"{code} = “{value}”" for code, value in pairs if code != value.lower())
        if told:
            self.plan.notes.change(
                answer.path,
                f"die Werte der Optionen sind hier Codes: {told}",
                f"the values of the options are codes here: {told}",
            )

    def _details(
        self, asked: Question, found: Sequence[tuple[Case, Answer]], scope: Scope
    ) -> list[Question]:
        """Return what is asked about single options, below the choice."""
        base = found[-1][1]
        word = "has" if asked.type == "multiple" else "=="
        details = []
        for n, each in enumerate(items(base.json.get("options"))):
            detail = obj(obj(each).get("detail_answer"))
            if not detail or not self._is_asked(str(detail.get("id"))):
                continue
            option = self.plan.symbols[base.id].codes[str(each["value"]).casefold()]
            path = f"{base.path}.options[{n}].detail_answer"
            label = self.words.read(detail.get("label"), scope)
            own = Question(
                id=self.plan.symbols[str(detail["id"])].id,
                type="text",
                text=self.words.text(label) if label else self.words.own("Welche?", "Which?"),
                hint=self._detail_hint(detail, scope),
                required=detail.get("mandatory") is True,
                show=f"{asked.id} {word} '{option}'",
            )
            answer = next(a for a in self.plan.source.answers[str(detail["id"])] if a.path == path)
            details += self._typed(own, [(found[-1][0], answer)], Scope(scope.list, path))
        return details

    def _detail_hint(self, detail: Json, scope: Scope) -> Text | None:
        said = self.words.read(detail.get("description"), scope)
        return self.words.text(said) if said else None


def shown_when(condition: Condition, words: Wordings, scope: Scope) -> str | None:
    """Return when something is shown; None where always."""
    return None if condition in (ALWAYS, NEVER) else words.condition(condition, scope)
