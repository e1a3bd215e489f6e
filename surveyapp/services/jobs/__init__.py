"""Long work: asked for on a page, done by a worker in a process of its own, with a result that stays.

``ask.start`` puts work into the queue, ``kinds.KINDS`` says what there is, ``worker`` does it, and a
function that does it gets a ``work.Work`` and returns a ``work.Result``.
"""

from surveyapp.services.jobs import sealed
from surveyapp.services.jobs.ask import start
from surveyapp.services.jobs.kinds import KINDS, Kind
from surveyapp.services.jobs.work import JobRefusedError, Result, Work

__all__ = ["KINDS", "JobRefusedError", "Kind", "Result", "Work", "sealed", "start"]
