"""The studio: every form changes what it says, keeps what was typed, and loses nothing of others."""

from __future__ import annotations

import pytest

import config
from surveyapp.services.preview_family import FAMILIES
from surveyapp.web.staff.studio_conflict import packed
from tests.conftest import an_app_with_tables
from tests.page_review import parsed, review
from tests.staff_journey import press, signed_in, token_on
from tests.studio_desk import HOME, colleague, line, words


def test_a_questionnaire_begins_empty_or_with_a_template(sqlite_app):
    client = signed_in(sqlite_app)

    empty = press(client, f"{HOME}neu", f"{HOME}neu", titel="Neu")
    nameless = press(client, f"{HOME}neu", f"{HOME}neu", titel=" ")
    copied = press(client, f"{HOME}neu", f"{HOME}thekiz.1.0/bearbeiten")
    again = press(client, f"{HOME}neu", f"{copied.request.path.removesuffix('studio')}bearbeiten")

    assert empty.request.path.endswith("/studio")
    assert nameless.status_code == 422
    assert "Bitte geben Sie dem Fragebogen einen Titel." in words(nameless)
    assert again.request.path == copied.request.path
    assert review(empty.text) == review(copied.text) == review(nameless.text) == []
    assert "Als neuen Entwurf bearbeiten" in client.get(f"{HOME}thekiz.1.0/").text


def test_one_form_changes_texts_settings_and_answers_together(desk):
    path = desk.adds("Wer betreut das Kind?", "multiple", desk.first)

    shown = desk.send(
        path,
        **{
            f"text~{path}~text~de": "Wer betreut Ihr Kind?",
            f"text~{path}~hint~de": "Mehreres ist möglich.",
            f"neu~{path}": "Kita",
            f"da~{path}~required": "1",
            f"wert~{path}~required": "1",
            f"wert~{path}~max_choices": "3",
        },
    )
    question = desk.question(path.removeprefix("question/"))

    assert shown.status_code == 200
    assert question["text"]["de"] == "Wer betreut Ihr Kind?"
    assert question["hint"]["de"] == "Mehreres ist möglich."
    assert [each["text"]["de"] for each in question["options"]] == ["Kita"]
    assert (question["required"], question["max_choices"]) == (True, 3)
    assert parsed(shown.text).find(f".//input[@name='neu~{path}'][@autofocus]") is not None


def test_what_was_not_touched_stays_as_others_left_it(desk):
    path = desk.adds("Wie geht es Ihnen?", "text", desk.first)
    seen = desk.revision()
    karl = colleague(desk)
    karl.send(path, **{f"text~{path}~hint~de": "Von Karl"})

    desk.send(
        path,
        revision=seen,
        **{f"text~{path}~text~de": "Wie geht es Ihnen heute?", f"text~{path}~hint~de": ""},
    )
    question = desk.question(path.removeprefix("question/"))

    assert question["text"]["de"] == "Wie geht es Ihnen heute?"
    assert question["hint"]["de"] == "Von Karl"


def test_two_wordings_of_one_text_are_shown_and_one_is_chosen(desk):
    path = desk.adds("Wie geht es Ihnen?", "text", desk.first)
    seen = desk.revision()
    colleague(desk).send(path, **{f"text~{path}~text~de": "Von Karl"})

    conflict = desk.send(path, revision=seen, **{f"text~{path}~text~de": "Von Petra"})
    form = {each.get("name"): each.get("value") for each in parsed(conflict.text).iter("input")}
    place = next(name for name in form if name and name.startswith("wahl~"))
    done = desk.send(
        path,
        view="zusammenfuehren",
        revision=form["revision"],
        base=form["base"],
        edits=form["edits"],
        **{place: "meins"},
    )

    assert conflict.status_code == 409
    assert review(conflict.text) == []
    assert all(each in words(conflict) for each in ("Von Karl", "Von Petra", "Wie geht es Ihnen?"))
    assert done.status_code == 200
    assert desk.question(path.removeprefix("question/"))["text"]["de"] == "Von Petra"


def test_of_many_changes_that_meet_one_of_somebody_else_none_is_lost(desk):
    path = desk.adds("In welcher Straße?", "single", desk.first)
    streets = [f"Straße {number}" for number in range(230)]
    seen, text = desk.revision(), f"text~{path}~text~de"

    colleague(desk).send(path, **{text: "Von Karl"})
    met = desk.send(path, revision=seen, **{text: "Von Petra", f"neu~{path}": streets})
    form = {each.get("name"): each.get("value") for each in parsed(met.text).iter("input")}
    carried = {name: form[name] for name in ("revision", "base", "edits")}
    desk.send(path, view="zusammenfuehren", **carried, **{f"wahl~{path}|text.de": "meins"})
    question = desk.question(path.removeprefix("question/"))

    assert met.status_code == 409
    assert question["text"]["de"] == "Von Petra"
    assert [each["text"]["de"] for each in question["options"]][-230:] == streets


def test_buttons_move_copy_and_take_away_and_all_can_be_undone(desk):
    first, second = (desk.adds(text, "text", desk.first) for text in ("Erstens?", "Zweitens?"))
    before = desk.document()

    desk.send(second, do=f"hoch~{second}")
    moved = [each["id"] for each in desk.document()["pages"][0]["questions"]]
    desk.send(second, do=f"verdoppeln~{second}")
    copied = len(desk.document()["pages"][0]["questions"])
    gone = desk.send(first, do=f"entfernen~{first}")
    for _ in range(3):
        desk.send(view="rueckgaengig")

    assert moved == [second.removeprefix("question/"), first.removeprefix("question/")]
    assert copied == 3
    assert "Entfernt. Rückgängig machen" in words(gone)
    assert desk.document() == before


def test_a_question_that_is_needed_goes_only_with_its_conditions(desk):
    first, second = (desk.adds(text, "yesno", desk.first) for text in ("Kita?", "Gern?"))
    desk.send(second, tun="bedingung", do=f"bedingung~{second}", **line(first, "is", "yes"))

    refused = desk.send(first, do=f"entfernen~{first}")
    desk.send(first, do=f"mit_allem~{first}")

    assert refused.status_code == 422
    assert "Trotzdem entfernen" in words(refused)
    assert [each["id"] for each in desk.document()["pages"][0]["questions"]] == [
        second.removeprefix("question/")
    ]
    assert "show" not in desk.question(second.removeprefix("question/"))


def test_a_condition_is_put_together_of_lines_and_told_as_a_sentence(desk):
    kita, many = (
        desk.adds("Kita?", "yesno", desk.first),
        desk.adds("Wie viele?", "number", desk.first),
    )
    third = desk.adds("Gern?", "text", desk.first)
    both = line(kita, "is", "yes") | line(many, "between", "1", "3", number=1)

    more = desk.send(third, tun="bedingung", do="zeile_dazu~0", **both)
    half = desk.send(third, tun="bedingung", do=f"bedingung~{third}", **line(many, "is"))
    shown = desk.send(third, tun="bedingung", do=f"bedingung~{third}", **{"alle~0": "ja"}, **both)
    again = desk.page(third, tun="bedingung")

    assert review(more.text) == review(again.text) == []
    assert more.text.count('class="clause"') == 3
    assert half.status_code == 422
    assert "fehlt noch der Wert" in words(half)
    assert "„Kita?“ „Ja“ geantwortet haben" in words(shown)
    expression = desk.question(third.removeprefix("question/"))["show"]
    assert expression.count(" and ") == 2
    assert again.text.count('class="clause"') == 2
    desk.send(third, do=f"immer~{third}")
    assert "show" not in desk.question(third.removeprefix("question/"))


def test_a_condition_that_lines_cannot_say_is_written_and_a_mistake_is_explained(desk):
    many, third = (
        desk.adds("Wie viele?", "number", desk.first),
        desk.adds("Gern?", "text", desk.first),
    )
    name = many.removeprefix("question/")

    wrong = desk.send(third, tun="bedingung", do=f"bedingung~{third}", ausdruck=f"{name} >")
    desk.send(third, tun="bedingung", do=f"bedingung~{third}", ausdruck=f"{name} + 1 > 2")
    shown = desk.page(third, tun="bedingung")

    assert wrong.status_code == 422
    assert f"{name} &gt;" in wrong.text
    assert parsed(shown.text).find(".//textarea[@name='ausdruck']").text == f"{name} + 1 > 2"


def test_pasted_text_is_shown_as_understood_before_it_is_taken(desk):
    text = "Wie zufrieden sind Sie?\n- sehr\n- wenig\n\nWas fehlt Ihnen?\n"

    shown = desk.send(desk.first, tun="einfuegen", do="verstehen", eingefuegt=text)
    before = desk.document()["pages"][0].get("questions", [])
    desk.send(desk.first, do=f"einfuegen~{desk.first}", eingefuegt=text)

    assert "2 Fragen wurden verstanden" in words(shown)
    assert "sehr · wenig" in words(shown)
    assert before == []
    assert len(desk.document()["pages"][0]["questions"]) == 2


def test_planning_meaning_is_picked_from_the_lists_of_the_inventory(desk):
    path = desk.adds("Was fehlt?", "text", desk.first)
    picked = {
        f"da~{path}~planning": "1",
        f"plan~{path}~measures": "unmet_need",
        f"plan~{path}~unit": "child",
        f"plan~{path}~fields": ["HF2", "HF3"],
        f"plan~{path}~facility_types": ["kita"],
    }

    shown = desk.send(path, **picked)
    planning = desk.question(path.removeprefix("question/"))["planning"]
    desk.send(path, **{f"da~{path}~planning": "1", f"plan~{path}~measures": ""})

    assert planning["fields"] == ["HF2", "HF3"]
    assert planning["facility_types"] == ["kita"]
    assert "Offener Bedarf (ein Kind)" in words(shown)
    assert "planning" not in desk.question(path.removeprefix("question/"))


def test_a_page_repeats_for_each_of_a_number(desk):
    count = desk.adds("Wie viele Kinder?", "number", desk.first).removeprefix("question/")
    made = desk.send(
        f"section/{desk.document()['sections'][0]['id']}", do="seite~section/x", titel="x"
    )
    section = f"section/{desk.document()['sections'][0]['id']}"
    page = desk.send(section, do=f"seite~{section}", titel="Jedes Kind").request.args["ort"]

    desk.send(page, do=f"wiederholen~{page}", anzahl=count, je="Kind")
    found = next(each for each in desk.document()["pages"] if f"page/{each['id']}" == page)

    assert made.status_code == 422
    assert found["repeat"] == desk.document()["lists"][0]["id"]
    assert desk.document()["lists"][0]["label"]["de"] == "Kind {number}"


def test_findings_stand_beside_the_question_and_a_button_mends_them(desk):
    path = desk.adds("Was wünschen Sie sich ?", "text", desk.first)
    shown = desk.page(path)
    cure = next(
        each.get("value")
        for each in parsed(shown.text).iter("button")
        if (each.get("value") or "").startswith("heilen~")
    )

    before = desk.document()
    desk.send(path, do=cure)
    listed = desk.client.get(f"{desk.address}/hinweise")

    assert "Hinweise der Prüfung" in words(shown)
    assert desk.document() != before
    assert review(listed.text) == []


def test_people_talk_about_a_question_until_all_is_said(desk):
    path = desk.adds("Was fehlt?", "text", desk.first)

    said = desk.send(path, view="kommentare/sagen", worte="Ist das <b>klar</b>?")
    thread = parsed(said.text).find(".//input[@name='faden']").get("value")
    colleague(desk).send(path, view="kommentare/sagen", worte="Ja.", faden=thread)
    desk.send(path, view="kommentare/sagen", faden=thread, do="erledigt")
    listed = desk.client.get(f"{desk.address}/kommentare")
    nothing = desk.send(path, view="kommentare/sagen", worte=" ")
    long = desk.send(path, view="kommentare/sagen", worte="ä" * 2001)
    fits = desk.send(path, view="kommentare/sagen", worte="\r\n".join("x" * 1000) + "!")

    assert "Ist das <b>klar</b>?" in words(said)
    assert "Ja." in words(listed)
    assert "Erledigt." in words(listed)
    assert "Bitte schreiben Sie zuerst etwas." in words(nothing)
    assert "höchstens 2.000 Zeichen" in words(long)
    assert "höchstens 2.000 Zeichen" not in words(fits)
    assert "x!" in fits.text
    assert review(said.text) == review(listed.text) == []


def test_the_history_says_who_did_what_and_leads_back(desk):
    path = desk.adds("Was fehlt?", "text", desk.first)
    earlier = desk.revision()
    desk.send(path, **{f"text~{path}~text~de": "Was fehlt Ihnen?"})

    page = desk.client.get(f"{desk.address}/verlauf?seit={earlier}")
    desk.send(view="verlauf/zurueck", revision=earlier)

    assert review(page.text) == []
    assert "Petra Planung" in words(page)
    assert [each.text for each in parsed(page.text).iter("del")] == ["Was fehlt?"]
    assert [each.text for each in parsed(page.text).iter("ins")] == ["Was fehlt Ihnen?"]
    assert desk.question(path.removeprefix("question/"))["text"]["de"] == "Was fehlt?"


def test_a_second_person_agrees_before_a_draft_is_published(desk):
    desk.adds("Was fehlt?", "text", desk.first)

    own = desk.client.get(f"{desk.address}/freigabe")
    other = colleague(desk)
    theirs = other.client.get(f"{desk.address}/freigabe")
    other.send(view="freigabe/geben")
    agreed = desk.client.get(f"{desk.address}/freigabe")

    assert "Als zweite Person freigeben" not in words(own)
    assert "Als zweite Person freigeben" in words(theirs)
    assert "Veröffentlichen" in words(agreed)
    assert review(own.text) == review(theirs.text) == review(agreed.text) == []


def test_the_way_to_publishing_leads_to_what_is_still_open(desk):
    desk.adds("Was fehlt?", "single", desk.first)  # without answers to choose from
    desk.send("question/fehlt", view="kommentare/sagen", worte="Welche Antworten?")

    page = desk.client.get(f"{desk.address}/freigabe")
    led = [each.get("href") for each in parsed(page.text).findall(".//ol//a")]

    assert led == [f"{desk.address}/hinweise", f"{desk.address}/kommentare"]
    assert "findet den Entwurf unter „Fragebögen“" in words(page)
    assert review(page.text) == []


# The preview


def test_the_preview_is_the_familys_own_page_and_keeps_nothing(desk):
    path = desk.adds("Was fehlt Ihnen?", "text", desk.first)
    address = f"{desk.address}/vorschau"

    shown = desk.client.get(address, query_string={"ort": path.removeprefix("question/")})
    draft = parsed(shown.text).find(".//input[@name='draft']").get("value")
    sent = {"csrf_token": token_on(shown.text), "draft": draft, "do": "next"}
    reviewed = desk.client.post(address, data=sent)
    last = parsed(reviewed.text).find(".//input[@name='draft']").get("value")
    ended = desk.client.post(address, data={**sent, "draft": last, "do": "send"})

    assert review(shown.text) == []
    assert "Was fehlt Ihnen?" in words(shown)
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "connect-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "journal.js" not in shown.text
    assert "keep.js" not in reviewed.text
    assert "Stimmt alles?" in words(reviewed)
    assert "Hier endet die Vorschau" in words(ended)


def test_only_the_studio_may_show_a_frame_and_only_of_the_preview(desk):
    studio_page, other = desk.page(), desk.client.get(f"{desk.address}/verlauf")

    assert "frame-src 'self'" in studio_page.headers["Content-Security-Policy"]
    for page in (studio_page, other):
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-src" not in other.headers["Content-Security-Policy"]


def test_every_invented_family_can_look_at_every_questionnaire(sqlite_app):
    client = signed_in(sqlite_app)
    address = f"{HOME}thekiz.1.0/studio/vorschau?sprache=xx&familie="

    pages = [client.get(f"{address}{family}") for family in (*FAMILIES, "nr-17", "nr-0", "x")]

    assert {page.status_code for page in pages} == {200}
    assert [review(page.text) for page in pages] == [[]] * len(pages)


def test_the_preview_works_where_families_pages_are_served_by_another_process(tmp_path):
    known = {"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": "t" * 64}
    with an_app_with_tables(config.load({**known, "SURVEYAPP_PARTS": "staff"})) as app:
        client = signed_in(app)
        page = client.get(f"{HOME}ankommen.1.0/studio/vorschau")
        picture = parsed(page.text).find(".//img").get("src")

        assert page.status_code == 200
        assert client.get(picture).status_code == 200
        assert client.get("/").status_code == 404


# Odd input


ODD = [
    {"do": "gibt~es~nicht"},
    {"do": "hoch~question/fehlt"},
    {"do": "heilen~x~y|z"},
    {"text~a~b": "kurz", "wert~": "x", "da~~~": "1", "bed~a~b~frage": "1"},
    {"do": "ablegen~page/fehlt", "nach": "x/y", "in": "z"},
    {"text~question/fehlt~text~de": "weg"},
    {"do": "bedingung~page/fehlt", "bed~0~0~frage": "x"},
    {"do": "art~question/fehlt", "art": "x"},
    {"do": "wiederholen~", "anzahl": "x", "je": ""},
]


def test_odd_forms_get_an_answer_and_change_nothing(desk):
    before = desk.document()

    answers = [desk.send(desk.first, **fields).status_code for fields in ODD]

    assert set(answers) <= {200, 422}
    assert desk.document() == before


def test_what_is_gone_leads_to_the_start_and_odd_revisions_are_refused(desk):
    gone = desk.client.get(f"{desk.address}?ort=question/weg", follow_redirects=True)

    assert "Das gibt es hier nicht mehr." in words(gone)
    for revision in ("", "-1", "9999999999999", "x", "²"):
        assert desk.send(desk.first, revision=revision, do="halten").status_code == 400
    assert desk.send(desk.first, revision="77", do="halten").status_code == 400
    for odd in (
        "",
        "[]",
        "ä",
        packed("[]")[:-5],
        packed('[{"operation": 1}]'),
        packed(" " * 9_000_000),
    ):
        assert desk.send(view="zusammenfuehren", base="0", edits=odd).status_code == 400


def test_markup_in_texts_stays_text_everywhere(desk):
    harm = "</textarea><script>alert(1)</script>"
    path = desk.adds(harm, "single", desk.first)
    desk.send(path, **{f"neu~{path}": harm})

    for page in (
        desk.page(path),
        desk.page(path, alles="1"),
        desk.client.get(f"{desk.address}/verlauf"),
    ):
        assert review(page.text) == []
        assert "<script>alert" not in page.text


@pytest.mark.parametrize("name", ["bed~{0}~0~frage", "bed~0~{0}~frage", "do"])
def test_a_line_of_a_condition_with_an_endless_number_is_none(desk, name):
    path = desk.adds("Warum?", "text", desk.first)
    endless = "9" * 5000

    sent = {"do": "zeigen~", "bed~0~0~frage": "", name.format(endless): f"zeile_dazu~{endless}"}
    shown = desk.send(path, tun="bedingung", **sent)

    assert shown.status_code == 200


@pytest.mark.parametrize("value", [r'"\ud800"', "NaN", "[" * 900 + "]" * 900])
def test_a_conflict_that_carries_what_no_page_sends_is_refused(desk, value):
    path = desk.adds("Warum?", "text", desk.first)
    arguments = f'{{"name": "text", "text": {value}}}'
    edits = f'[{{"operation": "set_text", "path": "{path}", "arguments": {arguments}}}]'

    refused = desk.send(path, view="zusammenfuehren", edits=packed(edits), base=desk.revision())

    assert refused.status_code == 400
