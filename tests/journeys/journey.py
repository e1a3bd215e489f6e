"""Journeys that read like a conversation: what a family answers, sees, and never sees.

>>> journey("same_page").answer(kita="no").sees("Warum geht").never_sees("gewartet")  # doctest: +SKIP

The pages are those a browser gets, read as a browser reads them: only controls that are really there
can be filled in, and what was not touched is sent as it stands. Every page is reviewed.
"""

from __future__ import annotations

from datetime import date
from random import Random
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient

from surveyapp.services.batches import begin_batch
from surveyapp.services.enter import issue_codes
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from surveyapp.storage.surveys import Wave
from tests.builders import open_all, published
from tests.page_review import parsed, review, text_of, without_templates


def an_open_wave(questionnaire: str, *, slug: str = "", sampling: str = "open") -> Wave:
    """Add a survey of the demo county with one open wave; inside an application context."""
    session = main_store()
    survey = surveys.add_survey(
        session,
        county_ags="16065",
        slug=slug or questionnaire.replace("_", "-"),
        title=f"Umfrage {questionnaire}",
        questionnaire=questionnaire,
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 15),
        sampling=sampling,
        invited=None if sampling == "open" else 100,
    )
    surveys.mark_open(session, wave, document=published(questionnaire), today=date(2026, 11, 1))
    session.commit()
    begin_batch(wave)
    return wave


def some_codes(wave: Wave, number: int = 1) -> list[str]:
    """Issue invitation codes, the same ones in every run."""
    return issue_codes(wave.id, number, Random(7))


class Journey:
    """One family on its way through one questionnaire."""

    def __init__(self, app: Flask, slug: str) -> None:
        self.app = app
        self.slug = slug
        self.client: FlaskClient = app.test_client()
        self.pages: list[str] = []
        self.status = 0
        self.tree: Element
        self.path = self.address
        self._read(self.client.get(self.address))

    @property
    def address(self) -> str:
        return f"/f/{self.slug}/"

    @property
    def words(self) -> str:
        """What the current page says."""
        return text_of(self.tree.find(".//body"))

    @property
    def title(self) -> str:
        return text_of(self.tree.find(".//title"))

    def starts(self, code: str | None = None) -> Journey:
        """Begin, with the code from the letter where one is needed."""
        return self.fill(**({} if code is None else {"code": code})).press("start")

    def answer(self, **values: object) -> Journey:
        """Fill in and press "Weiter"; rows of a matrix as a mapping."""
        return self.fill(**values).press("next")

    def fill(self, **values: object) -> Journey:
        """Fill in without pressing anything."""
        for name, value in values.items():
            if isinstance(value, dict):
                for row, code in value.items():
                    self._fill(f"{name}.{row}", code)
            else:
                self._fill(name, value)
        return self

    def refuse(self, name: str) -> Journey:
        """Tick "keine Angabe" beside a field."""
        self._fill(f"{name}!refused", "refused")
        return self

    def press(self, do: str) -> Journey:
        """Press the button with this value."""
        values = [each.get("value") for each in self.tree.iter("button")]
        assert do in values, f"no button {do!r} on the page {self.title!r}; there are {values}"
        self._read(self.client.post(self.path, data={**self._sent(), "do": [do]}))
        return self

    def follows(self, words: str) -> Journey:
        """Follow the link with these words; nothing but its address is sent."""
        links = {text_of(each): each.get("href", "") for each in self.tree.iter("a")}
        assert words in links, (
            f"no link {words!r} on the page {self.title!r}; there are {list(links)}"
        )
        return self.opens(links[words])

    def opens(self, address: str) -> Journey:
        """Open an address by hand; buttons pressed from now on send to it."""
        self.path = address.partition("?")[0]
        self._read(self.client.get(address))
        return self

    def sees(self, *texts: str) -> Journey:
        """Check that the current page says this."""
        for text in texts:
            assert text in self.words, f"{text!r} is not on the page: {self.words}"
        return self

    def never_sees(self, *texts: str) -> Journey:
        """Check that no page so far said this."""
        for text in texts:
            assert not any(text in page for page in self.pages), f"{text!r} was on a page"
        return self

    def submits(self) -> Journey:
        """Send the answers from the review page and check that they were taken."""
        self.press("send")
        return self.sees("Ihre Antworten sind gespeichert")

    def stored(self) -> list[dict[str, object]]:
        """Return all documents of every open wave; opens the ballots that wait."""
        with self.app.app_context():
            open_all()
            waves = [wave.id for wave in surveys.open_waves(main_store())]
            with urn_reading() as session:
                return [document for _, document in documents_of(session, waves)]

    def _fill(self, name: str, value: object) -> None:
        wanted = [str(each) for each in (value if isinstance(value, (tuple, list)) else [value])]
        controls = [each for each in self.tree.iter() if each.get("name") == name]
        assert controls, f"the page {self.title!r} does not ask for {name!r}"
        for control in controls:
            if control.tag == "select":
                _choose(control, wanted[0])
            elif control.get("type") in {"radio", "checkbox"}:
                control.attrib.pop("checked", None)
                if control.get("value") in wanted:
                    control.set("checked", "")
                    wanted.remove(control.get("value"))
            elif control.tag == "textarea":
                control.text = wanted[0]
            else:
                control.set("value", wanted[0])
        is_ticking = controls[0].get("type") in {"radio", "checkbox"}
        assert not (is_ticking and wanted), f"{name!r} offers no {wanted}"

    def _sent(self) -> dict[str, list[str]]:
        fields: dict[str, list[str]] = {}
        for form in self.tree.iter("form"):
            for control in form.iter():
                name = control.get("name")
                if name and control.tag != "button":
                    fields.setdefault(name, []).extend(_values(control))
        return fields

    def _read(self, response: object) -> None:
        self.response = response
        self.status = response.status_code
        assert "Set-Cookie" not in response.headers
        assert review(response.text) == []
        self.tree = without_templates(parsed(response.text))
        self.pages.append(self.words)


def _choose(select: Element, value: str) -> None:
    options = list(select.iter("option"))
    assert value in [each.get("value", text_of(each)) for each in options], f"no option {value!r}"
    for option in options:
        option.attrib.pop("selected", None)
        if option.get("value", text_of(option)) == value:
            option.set("selected", "")


def _values(control: Element) -> list[str]:
    if control.get("type") in {"radio", "checkbox"}:
        return [control.get("value")] if "checked" in control.attrib else []
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return [chosen[0].get("value", text_of(chosen[0]))]
    if control.tag == "textarea":
        return [control.text or ""]
    return [control.get("value", "")]
