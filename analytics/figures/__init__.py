"""Every figure the product draws: a released table and its contents in, a ``Figure`` out.

Nothing here computes from answers, and nothing heavy is imported: the web process draws figures.
"""

from analytics.figures.areas import ranked_bars
from analytics.figures.chain import prevention_chain
from analytics.figures.change import wave_change
from analytics.figures.common import TEMPLATE, NothingToShowError
from analytics.figures.crosstab import crosstab
from analytics.figures.funnel import knowledge_use
from analytics.figures.gaps import covered_need, missing_places, persons_affected
from analytics.figures.importance import importance_satisfaction
from analytics.figures.need_maps import municipality_map, need_map
from analytics.figures.numbers import distribution, means_by_group
from analytics.figures.overview import Finding, overview
from analytics.figures.pairs import need_supply_scatter
from analytics.figures.priority import urgency
from analytics.figures.questions import Asked, answers, asked, broadest, views_of
from analytics.figures.ranking import among_top
from analytics.figures.register import KINDS
from analytics.figures.stock import supply_bars, supply_by_category
from analytics.figures.who import who_answered

__all__ = [
    "KINDS",
    "TEMPLATE",
    "Asked",
    "Finding",
    "NothingToShowError",
    "among_top",
    "answers",
    "asked",
    "broadest",
    "covered_need",
    "crosstab",
    "distribution",
    "importance_satisfaction",
    "knowledge_use",
    "means_by_group",
    "missing_places",
    "municipality_map",
    "need_map",
    "need_supply_scatter",
    "overview",
    "persons_affected",
    "prevention_chain",
    "ranked_bars",
    "supply_bars",
    "supply_by_category",
    "urgency",
    "views_of",
    "wave_change",
    "who_answered",
]
