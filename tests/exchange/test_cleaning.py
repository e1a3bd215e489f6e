"""Texts of other systems become plain texts, and nothing that runs comes over."""

from __future__ import annotations

import re

import pytest

from surveyapp.exchange.cleaning import LONGEST, plain, said, with_placeholders

PLACE = re.compile(r"\$\{(\w+)\}")


def test_words_line_breaks_lists_and_addresses_of_links_stay() -> None:
    markup = (
        "<p>Guten&nbsp;Tag,<br>bitte <b>alle</b>:</p><ul><li>eins</li><li>zwei</li></ul>"
        '<a href="https://example.org/a">mehr</a>'
    )

    found = plain(markup)

    assert found.text == (
        "Guten Tag,\nbitte alle:\n\n– eins\n– zwei\n\nmehr (https://example.org/a)"
    )
    assert found.was_marked
    assert not found.removed


@pytest.mark.parametrize(
    ("markup", "text", "removed"),
    [
        ("a<script>alert(1)</script>b", "ab", ("script",)),
        ("a<SCRIPT src=x>never closed", "a", ("script",)),
        ("<style>p {color: red}</style>b", "b", ("style",)),
        ('<b onclick="steal()">Ja</b>', "Ja", ("onclick",)),
        ('<a href=" java\nscript:alert(1)">Ja</a>', "Ja", ("javascript:",)),
        ('<img src=x onerror="x()" alt="Kita">', "Kita", ("img", "onerror")),
        ("<iframe src=//x>y</iframe>z", "z", ("iframe",)),
        ("<svg/onload=alert(1)>x</svg>y", "y", ("onload", "svg")),
    ],
)
def test_what_runs_or_shows_pictures_is_left_out_and_named(
    markup: str, text: str, removed: tuple[str, ...]
) -> None:
    found = plain(markup)

    assert found.text == text
    assert found.removed == removed


@pytest.mark.parametrize(
    "text", ["a < b und c > d", "Bitte <Name> nennen", "<3", "AT&T", "5 * 3 * 2", "2_000", "a_b_c"]
)
def test_signs_that_are_no_markup_stay(text: str) -> None:
    found = plain(text, markdown=True)

    assert found.text == text
    assert not found.removed


def test_markdown_becomes_plain_where_the_format_has_it() -> None:
    markup = "# Titel\n**fett** und *schräg* und _auch_\n* eins\n[mehr](https://example.org)"

    found = plain(markup, markdown=True)

    assert found.text == ("Titel\nfett und schräg und auch\n– eins\nmehr (https://example.org)")


def test_placeholders_become_ours_and_other_braces_are_quoted() -> None:
    text = "L'${name} {sic} 'x' it's ${unknown}"

    found = with_placeholders(text, PLACE, lambda match: "{first}" if match[1] == "name" else None)

    assert found == "L''{first} '{'sic'}' 'x' it's $'{'unknown'}'"
    assert said("'{a}'") == "'''{'a'}'''"


@pytest.mark.parametrize("part", ["<", "<a ", "<!--", "&", "*", "[", "<b>", "![", "'{"])
def test_endless_markup_is_read_in_bounded_length(part: str) -> None:
    found = plain(part * 200_000, markdown=True)

    assert len(found.text) <= 2 * LONGEST
    assert f"> {LONGEST}" in found.removed
