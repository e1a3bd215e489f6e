"""From facts to what the texts may say: truths, words and tables by the names the texts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from surveyapp.services.batches import SMALL_WAVE, TOGETHER_IN_SMALL_WAVES
from surveyapp.services.contact import Month, month_after
from surveyapp.services.documents import baseline, figures, german, measures, tables, threats
from surveyapp.services.documents.criteria import criteria_table, met
from surveyapp.services.documents.facts import Facts, Mode, Office, Profile
from surveyapp.services.documents.script import Said

ENOUGH_CRITERIA = 2
"""So many criteria of WP 248 ask for an impact assessment."""

_LAWS = {
    Profile.CONSENT: "Einwilligung, Artikel 6 Absatz 1 Buchstabe a DSGVO",
    Profile.STATISTICS: (
        "Artikel 6 Absatz 1 Buchstabe e DSGVO mit §§ 22, 23 ThürStatG und "
        "[bitte ergänzen: Name und Datum der Befragungssatzung]"
    ),
}

_SENSITIVE_LAWS = {
    Profile.CONSENT: "bei besonderen Kategorien Artikel 9 Absatz 2 Buchstabe a DSGVO",
    Profile.STATISTICS: (
        "bei besonderen Kategorien [bitte ergänzen: Rechtsgrundlage nach Artikel 9 Absatz 2 DSGVO]"
    ),
}

_MODES = {
    Mode.TICKET: "Blind unterschriebene Eintrittskarte, ohne JavaScript der versiegelte Weg.",
    Mode.SEALED: "Versiegelter Weg: Code und Antworten kommen gemeinsam an und werden getrennt.",
    Mode.OPEN: "Offene Teilnahme ohne Codes.",
}


def said_of(facts: Facts) -> Said:
    """Return everything the texts may say about a survey."""
    return Said(truths_of(facts), words_of(facts), tables_of(facts))


def said_of_installation(today: date, filled: Mapping[str, str]) -> Said:
    """Return what may be said where no survey is spoken of; families read no blanks."""
    reached = [f"{way} {filled[blank]}" for way, blank in _REACHED.items() if filled.get(blank)]
    measured = figures.packaged()
    words = {
        "befragung": "",
        "landkreis": "",
        "stand": german.day(today),
        "ausgabe": str(measured["release"]),
        "meldestelle": ", ".join(reached),
    }
    truths = {"befragt": False, "erreichbar": bool(reached)}
    truths |= {name: bool(filled.get(blank)) for name, blank in _OF_STATEMENT.items()}
    return Said(truths, words, {"seiten": figures.pages_table(measured)})


_REACHED = {"E-Mail": "E-Mail-Adresse", "Telefon": "Telefonnummer"}
"""How a county is told of barriers, and the blanks it fills in."""

_OF_STATEMENT = {
    "geprueft": "Ergebnis und Datum der Prüfung",
    "weitere": "weitere bekannte Hindernisse",
}
"""What the statement on accessibility says only where the county has filled it in."""


def truths_of(facts: Facts) -> dict[str, bool]:
    """Return what is true of a survey, by the names the texts use."""
    return {
        "befragt": True,
        # The office sees every place that it may fill in.
        **dict.fromkeys(("erreichbar", *_OF_STATEMENT), True),
        "ticket": facts.mode is Mode.TICKET,
        "versiegelt": facts.mode is Mode.SEALED,
        "offen": facts.mode is Mode.OPEN,
        "codes": facts.mode is not Mode.OPEN,
        "freitexte": bool(facts.texts),
        "sensibel": bool(facts.sensitive),
        "sensibel_frueher": any(
            each.keep_months is not None and each.keep_months < facts.months["responses"]
            for each in facts.sensitive
        ),
        "kontaktformular": facts.contact is not None,
        "wiederherstellung": facts.has_recovery_key,
        "gebiete": bool(facts.strata),
        "klein": facts.batch_size == TOGETHER_IN_SMALL_WAVES,
        "postgresql": facts.is_postgresql,
        "einwilligung": facts.profile is Profile.CONSENT,
        "statistik": facts.profile is Profile.STATISTICS,
        "wohnort": facts.asks_area,
        "simuliert": facts.is_simulated,
        "weitergabe": bool(facts.offices),
        "geschlossen": facts.state == "closed",
        "dsfa": len(met(facts)) >= ENOUGH_CRITERIA,
        "gemessen": figures.is_complete(facts.figures),
    }


def words_of(facts: Facts) -> dict[str, str]:
    """Return the words a text may hold, by their names."""
    return {
        "landkreis": facts.county,
        "der_landkreis": "die Stadt" if facts.is_city else "der Landkreis",
        "Der_landkreis": "Die Stadt" if facts.is_city else "Der Landkreis",
        "leicht_der": "Die Stadt" if facts.is_city else "Der Land·kreis",
        "befragung": facts.survey,
        "fragebogen": facts.questionnaire,
        "fassung": str(facts.version),
        "sprachen": german.joined([german.language(code) for code in facts.languages]),
        "fragen": german.number(facts.questions),
        "welle": str(facts.wave),
        "zeitraum": f"{german.day(facts.opens_on)} bis {german.day(facts.closes_on)}",
        "ende": german.day(facts.closes_on),
        "stand": german.day(facts.made_on),
        "umfang": _extent(facts),
        "betroffene": _people(facts),
        "betriebsart": _MODES[facts.mode],
        "meldestelle": ", ".join(f"{way} [bitte ergänzen: {x}]" for way, x in _REACHED.items()),
        "rechtsgrundlage": _law(facts),
        "k": str(facts.batch_size),
        "doppelt_k": str(2 * facts.batch_size),
        "wenige_briefe": str(SMALL_WAVE),
        "gebiete": german.joined(facts.strata),
        "datenbank": "PostgreSQL" if facts.is_postgresql else "SQLite",
        "texte": german.joined([f"„{each}“" for each in facts.texts]),
        "sensible_fragen": german.joined([f"„{each.label}“" for each in facts.sensitive]),
        "kriterien_zahl": str(len(met(facts))),
        "stellen": "; ".join(_office(each) for each in facts.offices),
        "stellen_kurz": german.joined(
            list(dict.fromkeys(f"{each.name}, {each.address}" for each in facts.offices))
        ),
        "ausgabe": str(facts.figures["release"]),
        "gemessen_am": figures.measured_on(facts.figures),
        **_contact_words(facts),
        **_days_of_deletion(facts),
    }


def _office(office: Office) -> str:
    until = german.day(office.keep_until)
    return (
        f"{office.name}, {office.address} (Zweck: {office.purpose}; Rechtsgrundlage: {office.legal_basis}; "
        f"dort zu löschen bis {until})"
    )


def _extent(facts: Facts) -> str:
    if facts.invited is None:
        return "Alle Familien, die möchten, können antworten; niemand wird persönlich eingeladen."
    letters = german.count(facts.invited, "Familie wird", "Familien werden")
    chosen = {
        "all": "alle Familien der Zielgruppe",
        "random": "eine Zufallsauswahl",
        "cluster": "über ausgewählte Einrichtungen",
    }
    return f"{letters} mit einem Brief eingeladen ({chosen[facts.sampling]})."


def _people(facts: Facts) -> str:
    if facts.invited is None:
        return "Familien, die teilnehmen möchten"
    return german.count(facts.invited, "eingeladene Familie", "eingeladene Familien")


def _law(facts: Facts) -> str:
    law = _LAWS[facts.profile]
    return f"{law}; {_SENSITIVE_LAWS[facts.profile]}" if facts.sensitive else law


def _contact_words(facts: Facts) -> dict[str, str]:
    contact = facts.contact
    return {
        "kontakt_tage": "" if contact is None else str(contact.keep_days),
        "kontakt_fragen": "" if contact is None else german.joined(contact.asks),
    }


def _days_of_deletion(facts: Facts) -> dict[str, str]:
    days = {subject: tables.deleted_on(facts, subject) for subject in facts.months}
    return {
        "loeschung_register": german.day(days["register"]),
        "loeschung_antworten": german.day(days["responses"]),
        "loeschung_texte": german.day(days["texts"]),
        "letzte_loeschung": german.day(max(_last_days(facts))),
    }


def _last_days(facts: Facts) -> Iterator[date]:
    for subject in facts.months:
        yield tables.deleted_on(facts, subject)
    if facts.contact is not None:
        last: Month = month_after(facts.closes_on, facts.contact.keep_days)
        yield date(last.year, last.month, 1)


def tables_of(facts: Facts) -> dict[str, tables.Table]:
    """Return the tables a text may hold, by their names."""
    return {
        "sensibel": tables.sensitive_table(facts),
        "fristen": tables.deletion_table(facts),
        "rechte": tables.rights_table(),
        "kriterien": criteria_table(facts),
        "bedrohungen": threats.threat_table(facts),
        "massnahmen": measures.measures_table(facts),
        "grundschutz": baseline.baseline_table(facts),
        "verknuepfung": figures.linkage_table(facts.figures),
        "verluste": figures.losses_table(facts.figures),
        "vektoren": figures.vectors_table(facts.figures),
        "seiten": figures.pages_table(facts.figures),
    }
