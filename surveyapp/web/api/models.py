"""What programs get, and what they may ask for: the models the OpenAPI document is made from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.*:-]{1,120}$")]
"""A code of ours: letters, digits and a few signs."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class Problem(_Model):
    """Was nicht ging und was zu tun ist (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Paging(_Model):
    """Welche Seite einer langen Liste."""

    page: int = Field(1, ge=1, le=100_000, description="Nummer der Seite, ab 1")
    per_page: int = Field(100, ge=1, le=1000, description="Einträge je Seite")


class OfType(Paging):
    """Welche Art von Einrichtung."""

    type: Code | None = Field(None, description="Nur diese Art, zum Beispiel kita")


class OfCells(Paging):
    """Welche Zahlen einer Freigabe."""

    topic: Code | None = Field(None, description="Nur dieses Thema")
    view: Code | None = Field(None, description="Nur diese Sicht, zum Beispiel county oder area")
    measure: Code | None = Field(None, description="Nur dieses Maß, zum Beispiel share")


class _Page(_Model):
    page: int = Field(description="Nummer dieser Seite, ab 1")
    per_page: int = Field(description="Einträge je Seite")
    total: int = Field(description="Einträge insgesamt")


class Wave(_Model):
    """Eine Welle einer Befragung: was jeder wissen darf."""

    number: int
    state: Literal["open", "closed"]
    opens_on: date
    closes_on: date
    sampling: Literal["all", "random", "cluster", "open"]
    questionnaire_version: int
    is_simulated: bool = Field(description="true: erfundene Antworten einer Vorführung")
    has_results: bool = Field(description="true: Dieses Token kann Ergebnisse lesen")


class Survey(_Model):
    """Eine Befragung mit ihren Wellen, die schon begonnen haben."""

    slug: str = Field(description="Kurzname in Adressen")
    title: str
    questionnaire: str
    waves: list[Wave]


class Surveys(_Page):
    """Befragungen des Landkreises."""

    items: list[Survey]


class Capacity(_Model):
    """Plätze zu einem Stichtag."""

    kind: Literal["approved", "usable", "taken"]
    age_group: str
    key_date: date
    number: int


class Place(_Model):
    """Eine Einrichtung."""

    key: str
    type: str
    name: str
    carrier: str
    municipality_ags: str | None
    lon: float
    lat: float
    steps_free: Literal["yes", "partial", "no", "unknown"]
    opening_hours: str
    languages: list[str]
    source: str
    is_example: bool = Field(description="true: erfunden, für die Vorführung")
    capacities: list[Capacity]


class Places(_Page):
    """Einrichtungen des Landkreises, die heute gelten."""

    items: list[Place]


class Offer(_Model):
    """Ein Angebot, an einem Ort oder aufsuchend."""

    key: str
    type: str
    title: str
    carrier: str
    place_key: str | None
    prevention_level: Literal["universal", "selective", "indicated"]
    life_stages: list[str]
    fields: list[str]
    target_groups: list[str]
    languages: list[str]
    areas: list[str]
    source: str
    is_example: bool


class Offers(_Page):
    """Angebote des Landkreises, die heute gelten."""

    items: list[Offer]


class Edition(_Model):
    """Ein Fragebogen in einer Fassung, die im Landkreis gefragt wurde."""

    id: str
    version: int
    title: dict[str, str]
    languages: list[str]


class Editions(_Page):
    """Fragebögen des Landkreises."""

    items: list[Edition]


class Category(_Model):
    """Eine Ausprägung eines Merkmals."""

    code: int
    name: str
    label: dict[str, str]


class Variable(_Model):
    """Ein Merkmal des Codeplans."""

    name: str
    question: str | None
    kind: str
    unit: str
    measures: str
    sensitive: bool
    label: dict[str, str]
    question_label: dict[str, str]
    categories: list[Category]


class Codebook(_Model):
    """Der Codeplan einer Fassung."""

    questionnaire: str
    version: int
    missing: dict[str, str]
    variables: list[Variable]


class Topic(_Model):
    """Worum es in Zahlen geht."""

    id: str
    label: str
    unit: str
    kind: str
    categories: dict[str, str]


class Release(_Model):
    """Eine Freigabe: wovon ihre Zahlen handeln und wie sie zu lesen sind."""

    survey: str
    wave: int
    number: int
    released_on: date
    is_public: bool
    period: str
    families: int = Field(description="Familien, die geantwortet haben, gerundet")
    minimum: int = Field(description="Kleinste Gruppe, von der es Zahlen gibt")
    is_simulated: bool
    caveat: str = Field(description="Satz, der neben jeder Zahl stehen muss; meist leer")
    areas: dict[str, str] = Field(description="Planungsräume: Schlüssel und Name")
    axes: dict[str, dict[str, str]] = Field(
        description="Merkmale der Gruppen und ihre Ausprägungen"
    )
    topics: list[Topic]
    sources: list[str]


class Cell(_Model):
    """Eine freigegebene Zahl."""

    measure: str
    topic: str
    view: str
    group: str
    category: str
    value: float | None = Field(description="leer, wo die Zahl zum Schutz fehlt; flag sagt, warum")
    low: float | None
    high: float | None
    n: int | None
    flag: str


class Cells(_Page):
    """Zahlen einer Freigabe."""

    release: int = Field(description="Nummer der Freigabe; ändert sie sich, beginnen Sie von vorn")
    is_public: bool
    is_simulated: bool
    caveat: str
    items: list[Cell]
