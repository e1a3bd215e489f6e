"""Every figure the product draws: a released table and its contents in, a ``Figure`` out.

Nothing here computes from answers, and nothing heavy is imported: the web process draws figures.
"""

from analytics.figures.areas import ranked_bars
from analytics.figures.chain import prevention_chain
from analytics.figures.change import wave_change
from analytics.figures.common import TEMPLATE, NothingToShowError
from analytics.figures.importance import importance_satisfaction
from analytics.figures.need_maps import need_map
from analytics.figures.overview import Finding, overview
from analytics.figures.pairs import need_supply_scatter
from analytics.figures.questions import Asked, answers, asked, broadest, views_of
from analytics.figures.who import who_answered

__all__ = [
    "TEMPLATE",
    "Asked",
    "Finding",
    "NothingToShowError",
    "answers",
    "asked",
    "broadest",
    "importance_satisfaction",
    "need_map",
    "need_supply_scatter",
    "overview",
    "prevention_chain",
    "ranked_bars",
    "views_of",
    "wave_change",
    "who_answered",
]
