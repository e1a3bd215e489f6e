"""What a county is made of: frozen values read from the packaged open data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class County:
    """A Landkreis or kreisfreie Stadt."""

    #: 5 digits.
    ags: str
    name: str


@dataclass(frozen=True, slots=True)
class Association:
    """Municipalities that share an administration, or one municipality on its own."""

    #: 9 digits.
    key: str
    #: Official name, such as ``Ebeleben, Stadt``; not unique in a county.
    name: str
    county_ags: str
    #: Verwaltungsgemeinschaft, Erfüllende Gemeinde … or Verbandsfreie Gemeinde.
    kind: str

    @property
    def short_name(self) -> str:
        """Return the name as people say it; a town and the union it gave its name to differ."""
        name = self.name.removesuffix(", Stadt")
        return f"VG {name}" if self.kind == "Verwaltungsgemeinschaft" else name


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Gemeinde on the territory of 31 December 2024."""

    #: 8 digits; the first five are the county.
    ags: str
    #: Official name, such as ``Sondershausen, Stadt``.
    name: str
    county_ags: str
    association_key: str
    #: Persons on 31 December 2023, carried forward from the census of 2011.
    persons: int
    #: Geographic middle in degrees.
    lon: float
    lat: float

    @property
    def short_name(self) -> str:
        """Return the name as people say it, without ``, Stadt``."""
        return self.name.removesuffix(", Stadt")


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Municipalities a county plans for together (Planungsraum)."""

    code: str
    name: str
    #: Keys of the municipalities, 8 digits each.
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PopulationGroup:
    """Persons of one age group in one county on 31 December of one year."""

    county_ags: str
    year: int
    #: Ages in completed years, both included; None where the group has no upper end.
    age_from: int
    age_to: int | None
    persons: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """An inhabited square kilometre of the census of 9 May 2011."""

    id: str
    municipality_ags: str
    #: Middle of the cell in degrees.
    lon: float
    lat: float
    #: Persons in 2011.
    persons: int
    #: Persons under 18 in 2011, estimated from a rounded share; None where it was suppressed.
    under_18: float | None


@dataclass(frozen=True, slots=True)
class PostcodeShare:
    """The part of a postcode that lies in one municipality, estimated from areas."""

    municipality_ags: str
    #: Share of the postcode's persons, in [0, 1].
    share: float


@dataclass(frozen=True, slots=True)
class School:
    """A school as the state's portal listed it in 2017."""

    id: str
    name: str
    #: Kind in the words of the source, such as ``Grundschule``.
    kind: str
    #: None where the postcode belongs to no municipality of the state.
    municipality_ags: str | None
    lon: float
    lat: float
    #: ok, near_border or mismatch.
    position_quality: str


@dataclass(frozen=True, slots=True)
class Station:
    """A railway station of the operator's register."""

    id: str
    name: str
    municipality_ags: str
    lon: float
    lat: float
    #: yes, partial or no.
    steps_free: str
