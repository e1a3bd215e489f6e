"""Pictograms on the way of a family."""

from __future__ import annotations


def test_a_page_and_a_question_show_what_they_are_about(journey):
    family = journey("pictogram")

    shown = [image.attrib for image in family.tree.iter("img")]

    assert [image["src"] for image in shown] == ["/piktogramme/bus.svg", "/piktogramme/time.svg"]
    assert {image["alt"] for image in shown} == {""}
    answer = family.client.get("/piktogramme/bus.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
