"""Start a release as a process of its own, and notice when it died."""

from __future__ import annotations

import os
import subprocess  # noqa: S404 - the only command is our own console command
import sys
