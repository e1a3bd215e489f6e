"""What an expression of LimeSurvey may speak of, and what that is called here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from surveyapp.exchange.limesurvey.script import Variable
from surveyapp.exchange.limesurvey.source import Asked


class Holds(StrEnum):
    """What a variable of LimeSurvey holds."""

    CODE = "code"
    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    DATE = "date"
    #: The value of an equation: a code or a number, nobody knows.
    ANY = "any"
    #: Something expressions here cannot speak of, such as one rank of a ranking.
    NOTHING = "nothing"


@dataclass(frozen=True)
class Ref:
    """One variable of LimeSurvey."""

    holds: Holds
    #: The question, or the row of a matrix, in our expressions.
    name: str
    #: Codes of LimeSurvey and what they are called here.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Points of the codes in assessments.
    points: Mapping[str, float] = field(default_factory=dict)
    #: Code of the option that a flag stands for, here.
    option: str = ""
    #: Number of all options of the question that a flag belongs to.
    of: int = 0
    #: Code of the question in LimeSurvey.
    question: str = ""
    #: Whether texts can read it out: one rank of a ranking cannot be told from all of them.
    is_readable: bool = True
    #: Question whose answer texts read out instead: the words behind "other".
    reads: str = ""
    #: Wordings of the option that a flag stands for, by language of LimeSurvey.
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A variable with its two names: after the question's code, and after its number."""

    ending: str
    number_ending: str
    ref: Ref


SYSTEM_WORDS = frozenset(
    {"SAVEDID", "TOKEN", "SID", "LANG", "SURVEYNAME", "SURVEYDESCRIPTION", "ADMINNAME"}
    | {"ADMINEMAIL", "EXPIRY", "PERC", "NUMBEROFQUESTIONS", "NUMBEROFGROUPS", "THEREAREXQUESTIONS"}
    | {"THEREAREXGROUPS", "SURVEYID", "STARTDATE", "SUBMITDATE", "IPADDR", "REFURL", "URL"}
    | {"SITENAME", "SITEADMINNAME", "SITEADMINEMAIL", "WELCOME", "GROUPNAME", "GROUPDESCRIPTION"}
    | {"QUESTION_CODE", "QID", "GID", "SGQ", "AID", "SURVEYRESOURCESURL", "RESTART", "TEMPLATEURL"}
    | {"FIRSTNAME", "LASTNAME", "EMAIL", "OPTOUTURL", "OPTINURL", "SURVEYURL", "ASSESSMENTS"}
    | {"ASSESSMENT_CURRENT_TOTAL", "ASSESSMENT_HEADING", "SAVEALERT", "PASSTHRU", "SEED"}
    | {"QUESTIONHELP", "STARTLANGUAGE", "RANDOMIZATION_SEED", "LASTPAGE", "ID"}
)
"""What LimeSurvey itself puts into texts."""


FUNCTIONS_OF_LIMESURVEY = frozenset(
    {"abs", "acos", "addslashes", "asin", "atan", "atan2", "ceil", "checkdate", "convert_value"}
    | {
        "cos",
        "count",
        "countif",
        "countifop",
        "date",
        "datediff",
        "empty",
        "exp",
        "fixnum",
        "floor",
    }
    | {"getlanguage", "gmdate", "html_entity_decode", "htmlentities", "htmlspecialchars"}
    | {"htmlspecialchars_decode", "idate", "if", "iif", "implode", "in_array", "intval", "is_empty"}
    | {
        "is_float",
        "is_int",
        "is_nan",
        "is_null",
        "is_numeric",
        "is_string",
        "isset",
        "join",
        "list",
    }
    | {"listifop", "localize_number", "log", "ltrim", "max", "min", "mktime", "modulo_function"}
    | {"nl2br", "now", "number_format", "pi", "pos", "pow", "quoted_printable_decode", "rand"}
    | {"quoted_printable_encode", "quotemeta", "regexmatch", "round", "rtrim", "sin", "sprintf"}
    | {"sqrt", "statcount", "statcountif", "stddev", "str_pad", "str_repeat", "str_replace"}
    | {
        "strcasecmp",
        "strcmp",
        "strings",
        "strip_tags",
        "stripos",
        "stripslashes",
        "stristr",
        "strlen",
    }
    | {"strncasecmp", "strncmp", "strpos", "strrev", "strstr", "strtolower", "strtotime"}
    | {
        "strtoupper",
        "substr",
        "sum",
        "sumifop",
        "tan",
        "time",
        "today",
        "trim",
        "ucwords",
        "unique",
    }
)
"""Names of functions in lower case; others are mistakes of the author."""


class Vocabulary:
    """All variables of one file."""

    def __init__(self) -> None:
        """Begin empty."""
        self._refs: dict[str, Ref] = {}
        self._of: dict[str, list[Ref]] = {}
        self._numbers: dict[str, str] = {}
        self._choices: set[str] = set()
        #: Under which condition each question is asked, as far as it has been read.
        self.shown: dict[str, str | None] = {}

    def add(self, asked: Asked, named: Iterable[Named]) -> None:
        """Learn the variables of a question, by code and by its numbers, old and new."""
        newest = _newest_endings(asked)
        self._numbers[asked.number] = asked.code
        for each in named:
            new = newest.get(each.ending, each.ending)
            for name in (
                f"{asked.code}{each.ending}",
                f"{asked.number}{each.number_ending}",
                f"Q{asked.qid}{new}",
            ):
                self._refs.setdefault(name, each.ref)
            self._of.setdefault(asked.code, []).append(each.ref)
            if each.ref.holds is Holds.CODE:
                self._choices.add(each.ref.name)

    def is_choice(self, name: str) -> bool:
        """Say whether a question of ours gives one code."""
        return name in self._choices

    def forget(self, code: str) -> None:
        """Let a question be nothing that expressions can look at."""
        gone = Ref(Holds.NOTHING, "", question=code)
        for name, ref in self._refs.items():
            if ref.question == code:
                self._refs[name] = gone
        self._of[code] = [gone]

    def find(self, variable: Variable) -> Ref | None:
        """Return what a variable is, or None where nobody knows it."""
        return self._refs.get(variable.name) or self._refs.get(variable.name.replace("#", "_"))

    def of_question(self, code: str) -> list[Ref]:
        """Return all variables of a question."""
        return self._of.get(self._numbers.get(code, code), [])

    def all_of(self, variable: Variable) -> list[Ref]:
        """Return what ``that.Q1`` or ``that.Q1.sq_a`` stands for: all, or some, parts of a question."""
        parts = variable.name.split(".")
        found = self.of_question(parts[1]) if len(parts) > 1 else []
        return filtered(found, parts[2:])

    def knows(self, variable: Variable) -> bool:
        """Say whether LimeSurvey would know a variable."""
        name = variable.name
        if name.startswith("that."):
            return bool(self.all_of(variable))
        is_own = name.split(".")[0] in {"this", "self"}
        is_system = name.startswith("TOKEN:") or name in SYSTEM_WORDS
        return is_own or is_system or self.find(variable) is not None


def _newest_endings(asked: Asked) -> dict[str, str]:
    """Return how variables end in names such as ``Q12_S34``, by how they end after the code."""
    found = {"_other": "_Cother", "_comment": "_Ccomment"}
    for row in asked.rows():
        found[f"_{row.code}"] = f"_S{row.qid}"
        found[f"_{row.code}comment"] = f"_S{row.qid}_Ccomment"
        for scale in ("0", "1"):
            found[f"_{row.code}_{scale}"] = f"_S{row.qid}_{scale}"
        for column in asked.columns():
            found[f"_{row.code}_{column.code}"] = f"_S{row.qid}_S{column.qid}"
    return found


def filtered(refs: list[Ref], words: list[str]) -> list[Ref]:
    """Return the parts that ``sq_…`` names; the text fields beside options where ``nocomments`` says so."""
    for word in words:
        if word.startswith("sq_"):
            wanted = word[3:].lower()
            refs = [ref for ref in refs if _tail(ref).startswith(wanted)]
        elif word.lower() == "nocomments":
            refs = [ref for ref in refs if ref.holds is not Holds.TEXT]
    return refs


def _tail(ref: Ref) -> str:
    return ref.option or ref.name.partition(".")[2]
