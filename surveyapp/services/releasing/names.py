"""German names of questions and views, as staff read them in a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveyapp.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from analytics.codebook import Codebook

VIEWS = {
    "county": "im ganzen Landkreis",
    "area": "nach Planungsraum",
    "municipality": "nach Gemeinde",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What variables and views are called."""

    variables: Mapping[str, str]
    axes: Mapping[str, str]

    @classmethod
    def of(cls, questionnaire: Questionnaire, codebook: Codebook) -> Names:
        """Take the names of a wave."""
        variables = {each.name: (each.label or {}).get("de", "") for each in codebook.variables}
        axes = {f"axis.{axis.id}": axis.label["de"] for axis in questionnaire.axes}
        return cls(variables, axes)

    def variable(self, name: str) -> str:
        """Return what a variable is called."""
        return self.variables.get(name) or name

    def view(self, name: str) -> str:
        """Return what a view is called, such as „nach Planungsraum und Familienform“."""
        if name in VIEWS:
            return VIEWS[name]
        parts = ["Planungsraum" if each == "area" else self._axis(each) for each in name.split("*")]
        return f"nach {' und '.join(parts)}"

    def _axis(self, name: str) -> str:
        return self.axes.get(name) or f"„{self.variable(name)}“"

    def pair(self, variable: str, view: str) -> str:
        """Return a question in a view, such as „Schulden“ nach Planungsraum."""
        return f"„{self.variable(variable)}“ {self.view(view)}"
