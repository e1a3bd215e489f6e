"""Every address: what one must be allowed to, and what three people get who are there by the table.

One line an address: method, what it needs (an ``Action``, ``signed_in`` or ``everybody``), the status for
nobody, for somebody of the own county who may, and for somebody of another county who might do it there.
A survey of another county does not exist (404); a page that names none shows everybody the own county.
Who is signed in and may not gets 403, and on the pages of results the same as nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.access.roles import ALLOWED, Role

EVERYBODY, SIGNED_IN = "everybody", "signed_in"

FAMILIES_AND_RESULTS = """
GET   everybody              200  200  200  /
GET   everybody              200  200  200  /barrierefreiheit
GET   everybody              404  404  404  /bilder/<questionnaire>/<name>
GET   everybody              200  200  200  /ergebnisse/
GET   read_released          404  200  404  /ergebnisse/<slug>/
GET   read_released          404  200  404  /ergebnisse/<slug>/abbildung/<kind>.<any(csv, svg, xlsx):suffix>
GET   read_released          404  200  404  /ergebnisse/<slug>/alle-fragen
GET   read_released          404  200  404  /ergebnisse/<slug>/angebot
GET   read_released          404  200  404  /ergebnisse/<slug>/bedarf-und-angebot
GET   read_released          404  200  404  /ergebnisse/<slug>/bekannt-und-genutzt
GET   everybody              200  200  200  /ergebnisse/<slug>/familien
GET   read_released          404  200  404  /ergebnisse/<slug>/praeventionskette
GET   everybody              404  404  404  /ergebnisse/<slug>/stimmen
GET   everybody              404  404  404  /ergebnisse/<slug>/veraenderung
GET   read_released          404  200  404  /ergebnisse/<slug>/wer-hat-geantwortet
GET   read_released          404  200  404  /ergebnisse/<slug>/wichtig-und-zufrieden
GET   everybody              200  200  200  /f/<slug>/
POST  everybody              422  422  422  /f/<slug>/
GET   everybody              200  200  200  /f/<slug>/<any(anonymitaet, datenschutz, 'datenschutz-leicht'):document>
GET   everybody              200  200  200  /f/<slug>/<any(kiosk, begleitet):place>
GET   everybody              200  200  200  /f/<slug>/app.webmanifest
GET   everybody              200  200  200  /f/<slug>/beratung
POST  everybody              415  415  415  /f/<slug>/code
GET   everybody              200  200  200  /f/<slug>/fortsetzen
GET   everybody              200  200  200  /f/<slug>/kontakt
POST  everybody              422  422  422  /f/<slug>/kontakt
POST  everybody              400  400  400  /f/<slug>/nachreichen
GET   everybody              200  200  200  /f/<slug>/ohne-netz
GET   everybody              200  200  200  /f/<slug>/paket
GET   everybody              200  200  200  /f/<slug>/schluessel
POST  everybody              415  415  415  /f/<slug>/ticket
GET   everybody              200  200  200  /f/<slug>/widerruf
POST  everybody              422  422  422  /f/<slug>/widerruf
GET   everybody              200  200  200  /f/sw.js
GET   everybody              404  404  404  /piktogramme/<name>.svg
GET   everybody              200  200  200  /static/<path:filename>
"""

STAFF = """
GET   signed_in              302  200  200  /verwaltung/
POST  everybody              302  302  302  /verwaltung/abmelden
GET   run_system             302  200  200  /verwaltung/anlage/
GET   everybody              200  302  302  /verwaltung/anmelden
POST  everybody              422  302  302  /verwaltung/anmelden
GET   view                   302  200  404  /verwaltung/befragungen/<slug>/
POST  release                302  302  404  /verwaltung/befragungen/<slug>/<int:number>/berechnen
POST  issue_codes            302  422  404  /verwaltung/befragungen/<slug>/<int:number>/briefe
POST  issue_codes            302  302  404  /verwaltung/befragungen/<slug>/<int:number>/briefe/alle-sperren
POST  issue_codes            302  302  404  /verwaltung/befragungen/<slug>/<int:number>/briefe/erinnern
POST  issue_codes            302  302  404  /verwaltung/befragungen/<slug>/<int:number>/briefe/sperren
GET   view                   302  200  404  /verwaltung/befragungen/<slug>/<int:number>/freigaben
POST  release                302  302  404  /verwaltung/befragungen/<slug>/<int:number>/freigaben/<int:release>/ohne
POST  read_texts             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/freitexte/<text>/freigeben
POST  read_texts             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/freitexte/<text>/zuruecknehmen
GET   weigh                  302  200  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung
POST  weigh                  302  422  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/auswahl
POST  weigh                  302  422  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/einlesen
POST  weigh                  302  302  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/entscheiden
POST  weigh                  302  302  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/neu-entscheiden
GET   weigh                  302  200  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/randzahlen.csv
POST  weigh                  302  302  404  /verwaltung/befragungen/<slug>/<int:number>/gewichtung/zuruecknehmen
POST  open_wave              302  302  404  /verwaltung/befragungen/<slug>/<int:number>/oeffnen
GET   key_sheets             302  200  404  /verwaltung/befragungen/<slug>/<int:number>/papier/<any(a3, a4, karte, karten):paper>.pdf
GET   key_sheets             302  200  404  /verwaltung/befragungen/<slug>/<int:number>/papier/bogen.<any(pdf, json):suffix>
POST  key_sheets             302  422  404  /verwaltung/befragungen/<slug>/<int:number>/papier/eingeben
POST  key_sheets             302  400  404  /verwaltung/befragungen/<slug>/<int:number>/papier/eingeben/bogen
GET   key_sheets             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/papier/vergleich/<int:sheet>
POST  key_sheets             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/papier/vergleich/<int:sheet>
POST  key_sheets             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/papier/vergleich/<int:sheet>/bogen
POST  key_sheets             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/papier/vergleich/<int:sheet>/verwerfen
POST  close_wave             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/schliessen
GET   release                302  200  404  /verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen
POST  release                302  422  404  /verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen
GET   view                   302  404  404  /verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen/<int:special>
GET   read_texts             302  200  404  /verwaltung/befragungen/<slug>/<int:number>/themen
POST  read_texts             302  404  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite):look>/beginnen
GET   read_texts             302  404  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite, abweichungen):look>
POST  read_texts             302  404  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite, abweichungen):look>
GET   read_texts             302  200  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste
GET   read_texts             302  200  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>
POST  read_texts             302  422  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>
POST  read_texts             302  302  404  /verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>/loeschen
POST  release                302  302  404  /verwaltung/befragungen/<slug>/<int:number>/verbergen
POST  release                302  302  404  /verwaltung/befragungen/<slug>/<int:number>/zeigen
GET   issue_codes            302  200  404  /verwaltung/befragungen/<slug>/briefe
GET   read_texts             302  200  404  /verwaltung/befragungen/<slug>/freitexte
GET   read_contacts          302  200  404  /verwaltung/befragungen/<slug>/kontakte
POST  read_contacts          302  302  404  /verwaltung/befragungen/<slug>/kontakte/<wish>/loeschen
GET   edit_retention         302  200  404  /verwaltung/befragungen/<slug>/loeschplan
POST  edit_retention         302  422  404  /verwaltung/befragungen/<slug>/loeschplan
GET   key_sheets             302  200  404  /verwaltung/befragungen/<slug>/papier
GET   prepare_documents      302  200  404  /verwaltung/befragungen/<slug>/unterlagen
GET   prepare_documents      302  200  404  /verwaltung/befragungen/<slug>/unterlagen.zip
GET   prepare_documents      302  200  404  /verwaltung/befragungen/<slug>/unterlagen/<document>
GET   prepare_documents      302  200  404  /verwaltung/befragungen/<slug>/unterlagen/<document>.<any(html, pdf, docx):suffix>
GET   view                   302  200  404  /verwaltung/befragungen/<slug>/vor-ort
GET   edit_inventory         302  200  200  /verwaltung/bestand/
GET   edit_inventory         302  200  200  /verwaltung/bestand/arten/<code>
POST  edit_inventory         302  422  422  /verwaltung/bestand/arten/<code>
POST  edit_inventory         302  422  422  /verwaltung/bestand/einlesen
GET   edit_inventory         302  200  200  /verwaltung/bestand/fahrzeiten/
POST  edit_inventory         302  302  302  /verwaltung/bestand/fahrzeiten/<int:times>/loeschen
POST  edit_inventory         302  422  422  /verwaltung/bestand/fahrzeiten/einlesen
GET   edit_inventory         302  200  200  /verwaltung/bestand/fahrzeiten/rasterzellen.csv
GET   edit_inventory         302  200  200  /verwaltung/bestand/fahrzeiten/vorlage.csv
GET   edit_facility          302  200  404  /verwaltung/bestand/orte/<int:place>
POST  edit_facility          302  422  404  /verwaltung/bestand/orte/<int:place>
GET   edit_inventory         302  200  200  /verwaltung/bestand/vorlage/<any(bestand, angebote):table>.csv
GET   prepare_documents      302  200  200  /verwaltung/datenschutz/
GET   view                   302  200  200  /verwaltung/fragebogen/
GET   view                   302  200  200  /verwaltung/fragebogen/<key>/
GET   view                   302  200  200  /verwaltung/fragebogen/<key>/ausgabe/<form>
GET   view                   302  200  200  /verwaltung/fragebogen/<key>/fassungen
POST  edit_questionnaires    302  302  302  /verwaltung/fragebogen/<key>/loeschen
GET   view                   302  200  200  /verwaltung/fragebogen/<key>/probieren
POST  view                   302  200  200  /verwaltung/fragebogen/<key>/probieren
GET   view                   302  200  200  /verwaltung/fragebogen/<key>/pruefung
POST  publish_questionnaire  302  302  302  /verwaltung/fragebogen/<key>/veroeffentlichen
GET   edit_questionnaires    302  200  200  /verwaltung/fragebogen/einlesen
POST  edit_questionnaires    302  422  422  /verwaltung/fragebogen/einlesen
POST  edit_questionnaires    302  302  302  /verwaltung/fragebogen/einlesen/behalten
POST  edit_questionnaires    302  302  302  /verwaltung/fragebogen/einlesen/laden
GET   view                   302  200  200  /verwaltung/fragebogen/regeln/
GET   view                   302  200  200  /verwaltung/fragebogen/regeln/<rule>
GET   edit_areas             302  200  200  /verwaltung/gebiete/
POST  edit_areas             302  422  422  /verwaltung/gebiete/einlesen
GET   edit_areas             302  200  200  /verwaltung/gebiete/vorlage.csv
GET   read_released          302  200  200  /verwaltung/landkreise/
GET   plan                   302  200  200  /verwaltung/planung/
POST  plan                   302  422  422  /verwaltung/planung/gewichte
GET   plan                   302  200  200  /verwaltung/planung/massnahmen/
GET   plan                   302  404  404  /verwaltung/planung/massnahmen/<measure>/
POST  plan                   302  404  404  /verwaltung/planung/massnahmen/<measure>/aendern
POST  resolve                302  404  404  /verwaltung/planung/massnahmen/<measure>/beschluss
POST  plan                   302  404  404  /verwaltung/planung/massnahmen/<measure>/loeschen
GET   plan                   302  404  404  /verwaltung/planung/massnahmen/<measure>/sprachen
POST  plan                   302  404  404  /verwaltung/planung/massnahmen/<measure>/sprachen
GET   plan                   302  404  404  /verwaltung/planung/massnahmen/neu
POST  plan                   302  404  404  /verwaltung/planung/massnahmen/neu
GET   plan                   302  200  200  /verwaltung/planung/szenarien/
POST  plan                   302  422  422  /verwaltung/planung/szenarien/
GET   plan                   302  404  404  /verwaltung/planung/szenarien/<scenario>/
POST  plan                   302  404  404  /verwaltung/planung/szenarien/<scenario>/<int:number>/zuruecknehmen
POST  plan                   302  404  404  /verwaltung/planung/szenarien/<scenario>/aendern
POST  plan                   302  302  302  /verwaltung/planung/szenarien/<scenario>/loeschen
GET   plan                   302  404  404  /verwaltung/planung/szenarien/<scenario>/standorte
POST  plan                   302  404  404  /verwaltung/planung/szenarien/<scenario>/uebernehmen
GET   read_log               302  200  200  /verwaltung/protokoll/
GET   read_log               302  200  200  /verwaltung/protokoll/tabelle.csv
GET   translate              302  200  200  /verwaltung/uebersetzungen/
"""


@dataclass(frozen=True)
class Row:
    """One address and who gets what of it."""

    method: str
    needs: str
    nobody: int
    own: int
    foreign: int
    rule: str

    def is_for(self, role):
        """Say whether a role may come here at all."""
        return self.needs in (EVERYBODY, SIGNED_IN) or self.needs in ALLOWED[role]

    def of(self, role, *, is_foreign=False):
        """Return the status somebody with a role gets."""
        if not self.is_for(role):
            return 403 if self.nobody == 302 else self.nobody
        if self.rule == START and "view" not in ALLOWED[role]:
            return 302  # to where the role begins
        return self.foreign if is_foreign else self.own


START = "/verwaltung/"


def _row(line):
    method, needs, nobody, own, foreign, rule = line.split(maxsplit=5)
    return Row(method, needs, int(nobody), int(own), int(foreign), rule)


ROWS = [_row(line) for line in (FAMILIES_AND_RESULTS + STAFF).splitlines() if line]

PEOPLE = {
    "nobody": None,
    **{f"own {role}": (role, False) for role in Role},
    "foreign admin": (Role.ADMIN, True),
}
"""Name of a person to role and whether of another county; None for who is not signed in."""


def expected(row, person):
    """Return the status a person of ``PEOPLE`` gets of an address."""
    who = PEOPLE[person]
    return row.nobody if who is None else row.of(who[0], is_foreign=who[1])
