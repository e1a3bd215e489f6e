"""The product is attacked with everything its operator has: nothing is found, and plants are."""

from random import Random

import pytest

from surveyapp.app import create_app
from surveyapp.services.anonymity import attacks
from surveyapp.services.anonymity.doors import doors
from surveyapp.services.anonymity.rehearsal import rehearse, stores_like

def test_tmp(engine_config):
    import time
    t=time.time()
    with stores_like(engine_config, create_app) as app:
        print("made", time.time()-t)
        ev = rehearse(app, 300, Random(1), doors())
        print("rehearsed", time.time()-t)
        out = attacks.run_all(ev, Random(2))
    print("attacked", time.time()-t, ev.course.together, len(ev.images), ev.reads_files)
    for n,o in out.items(): print(f"{n:18} {o.tried:5} {o.linked:.4f} {o.chance:.4f} {o.allowed:.4f} {o.is_leak} {o.remark}")
