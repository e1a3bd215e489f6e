"""The studio: checks, other wordings, repeats, shared answers, drawn families, languages."""

from __future__ import annotations

from surveyapp.services.preview_family import drawn
from surveyapp.web.staff.studio_preview import drawn_name
from tests.page_review import parsed, review, text_of
from tests.studio_desk import id_of, line, words


def test_a_check_adds_answers_up_and_compares_them_with_another_one(desk):
    every, girls, boys = (
        desk.adds(text, "number", desk.first)
        for text in ("Wie viele Kinder?", "Wie viele Mädchen?", "Wie viele Jungen?")
    )
    first = f"{line(girls, '')['bed~0~0~frage']}"
    sums = {
        "tun": "pruefung",
        "bed~0~0~frage": first,
        "bed~0~0~plus": [f"question|{id_of(boys)}|", ""],
        "bed~0~0~bezug": "is",
        "bed~0~0~andere": f"question|{id_of(every)}|",
    }

    offered = desk.page(boys, tun="pruefung")
    open_ = desk.send(boys, do="zeigen~", satz="Zählen Sie noch einmal.", **sums)
    wordless = desk.send(boys, do=f"pruefung~{boys}", **sums)
    shown = desk.send(boys, do=f"pruefung~{boys}", satz="Zählen Sie noch einmal.", **sums)
    check = desk.question(id_of(boys))["checks"][0]
    place = f"{boys}/check/0"
    again = desk.page(place, tun="bedingung")
    more = {**sums, "tun": "bedingung", "bed~0~0~bezug": "at_most"}
    desk.send(
        place, do=f"bedingung~{place}", **more, **{f"text~{place}~message~de": "Bitte prüfen."}
    )

    assert (
        review(offered.text) == review(open_.text) == review(shown.text) == review(again.text) == []
    )
    assert "Zählen Sie noch einmal." in open_.text
    assert wordless.status_code == 422
    assert "Bitte schreiben Sie noch den Text" in words(wordless)
    assert check["that"] == f"({id_of(girls)} + {id_of(boys)}) == {id_of(every)}"
    assert "In Ordnung, wenn (Ihre Antwort auf „Wie viele Mädchen?“ plus" in words(shown)
    assert desk.question(id_of(boys))["checks"] == [
        {"that": check["that"].replace("==", "<="), "message": {"de": "Bitte prüfen."}}
    ]
    desk.send(boys, do=f"entfernen~{place}")
    assert "checks" not in desk.question(id_of(boys))


def test_a_condition_adds_numbers_up_where_somebody_asks_for_it(desk):
    girls, boys = (
        desk.adds(text, "number", desk.first)
        for text in ("Wie viele Mädchen?", "Wie viele Jungen?")
    )
    path = desk.adds("Ist die Wohnung groß genug?", "yesno", desk.first)
    lines = {**line(girls, "more", "3"), "bed~0~0~plus": f"question|{id_of(boys)}|"}

    plain = desk.page(path, tun="bedingung")
    asked = desk.page(path, tun="bedingung", summen="1")
    shown = desk.send(path, tun="bedingung", do="zeigen", summen="1", **lines)
    desk.send(path, tun="bedingung", do=f"bedingung~{path}", **lines)

    assert "Zahlen zusammenzählen oder vergleichen" in words(plain)
    assert 'name="summen"' in asked.text
    assert "bed~0~0~plus~1" in shown.text
    assert desk.question(id_of(path))["show"] == f"({id_of(girls)} + {id_of(boys)}) > 3"


def test_some_families_read_another_wording(desk):
    first = desk.adds("Leben Sie allein?", "yesno", desk.first)
    path = desk.adds("Wie geht es Ihnen beiden?", "text", desk.first)
    lines = {**line(first, "is", "yes"), "tun": "wortlaut", "do": f"wortlaut~{path}"}

    empty = desk.send(path, tun="wortlaut", do=f"wortlaut~{path}", satz="Wie geht es Ihnen?")
    shown = desk.send(path, satz="Wie geht es Ihnen?", **lines)
    variant = desk.question(id_of(path))["variants"]

    assert "Bitte wählen Sie noch die Frage" in words(empty)
    assert variant == [{"when": f"{id_of(first)} == 'yes'", "text": {"de": "Wie geht es Ihnen?"}}]
    assert "Diesen Wortlaut liest eine Familie, wenn" in words(shown)
    assert "Wie geht es Ihnen?" in words(desk.page(f"{path}/variant/0", tun="bedingung"))


def test_a_page_repeats_for_chosen_answers_and_for_rows_answered_in_one_way(desk):
    several = desk.adds("Was nutzen Sie?", "multiple", desk.first)
    desk.send(several, **{f"neu~{several}": ["Kita", "Hort"]})
    rows = desk.adds("Wie gut kennen Sie das?", "matrix", desk.first)
    desk.send(rows, **{f"neu~{rows}": ["kenne ich", "kenne ich nicht"], f"zeile~{rows}": "Hort"})
    know = desk.question(id_of(rows))["options"][0]["code"]
    section = f"section/{desk.document()['sections'][0]['id']}"
    pages = [
        desk.send(section, do=f"seite~{section}", titel=title).request.args["ort"]
        for title in ("Je Angebot", "Je Zeile", "Noch mehr")
    ]
    chosen, answered = f"options_of|{id_of(several)}", f"rows_of|{id_of(rows)}|{know}"

    offered = desk.page(pages[0])
    for page, picked in zip(pages, (chosen, answered, chosen), strict=True):
        desk.send(page, do=f"wiederholen~{page}", anzahl=picked, je="Kind")
    lists = desk.document()["lists"]
    repeats = [each.get("repeat") for each in desk.document()["pages"]]

    assert review(offered.text) == []
    assert "Wie gut kennen Sie das?: „kenne ich“" in words(offered)
    assert [each.get("options_of") or each["answered"] for each in lists] == [id_of(several), know]
    assert [each["label"]["de"] for each in lists] == ["{row}", "{row}"]
    assert repeats == [None, lists[0]["id"], lists[1]["id"], lists[0]["id"]]


def test_answers_are_shared_by_questions_and_made_own_again(desk):
    path, other = (desk.adds(text, "single", desk.first) for text in ("Wie gut?", "Und dort?"))
    for each in (path, other):
        for option in desk.question(id_of(each)).get("options", ()):
            desk.send(each, do=f"entfernen~{each}/option/{option['code']}")
    desk.send(path, **{f"neu~{path}": ["gut", "schlecht"]})
    own = desk.question(id_of(path))["options"]

    made = desk.send(do="skala", titel="Häufigkeit", antworten="oft\n\nnie ")
    asked = desk.page(path)
    desk.send(path, do=f"gemeinsam~{path}", skala_name="Güte")
    shown = desk.send(other, do=f"skala_nehmen~{other}", skala="guete")
    scales = desk.document()["scales"]
    taken = desk.question(id_of(other))
    desk.send(other, do=f"eigene~{other}")

    assert review(made.text) == review(asked.text) == review(shown.text) == []
    assert [each["text"]["de"] for each in scales["haeufigkeit"]] == ["oft", "nie"]
    assert scales["guete"] == own
    assert taken["scale"] == "guete"
    assert "options" not in taken
    assert desk.question(id_of(other))["options"] == own
    assert desk.question(id_of(path))["scale"] == "guete"


def test_answers_a_condition_names_are_not_exchanged(desk):
    path = desk.adds("Wie gut?", "single", desk.first)
    desk.send(path, **{f"neu~{path}": "sehr gut"})
    later = desk.adds("Warum?", "text", desk.first)
    code = desk.question(id_of(path))["options"][-1]["code"]
    desk.send(later, do=f"bedingung~{later}", tun="bedingung", **line(path, "is", code))
    desk.send(do="skala", titel="Häufigkeit", antworten="oft\nnie")

    refused = desk.send(path, do=f"skala_nehmen~{path}", skala="haeufigkeit")

    assert refused.status_code == 422
    assert "wird noch gebraucht" in words(refused)
    assert "scale" not in desk.question(id_of(path))


def test_any_drawn_family_can_be_picked_and_the_next_one_follows(desk):
    path = desk.adds("Wie geht es Ihnen?", "text", desk.first)

    shown = desk.page(path, familie="nr-17")
    chosen = parsed(shown.text).find(".//select[@id='familie']//option[@selected]")
    last = desk.page(path, familie="nr-500")

    assert review(shown.text) == review(last.text) == []
    assert (chosen.get("value"), text_of(chosen)) == ("nr-17", drawn_name(17))
    assert "familie=nr-18" in shown.text
    assert "familie=nr-1#vorschau" in last.text
    assert drawn(11) == drawn(11) != drawn(12)


def test_the_start_says_what_each_language_lacks_and_leads_to_its_desk(desk):
    desk.adds("Wie geht es Ihnen?", "text", desk.first)
    desk.send(do="sprache", sprache_neu="en")

    shown = desk.page()
    desk_of_english = desk.client.get(f"/verwaltung/uebersetzungen/entwurf.{desk.draft}/en/")

    assert review(shown.text) == []
    assert "Texte fehlen Übersetzen" in words(shown)
    assert f"/uebersetzungen/entwurf.{desk.draft}/en/" in shown.text
    assert desk_of_english.status_code == 200
