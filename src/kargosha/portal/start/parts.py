"""The parts of a running kargosha, each as a child process."""

import os
import signal
import socket
import sys
from collections.abc import Mapping

from kargosha.portal.postgres import APP, OWNER, EmbeddedPostgres
from kargosha.portal.start.children import Child
from kargosha.portal.start.plan import StartPlan

APPLICATION = "kargosha.portal.serving:application()"
WEB_WORKERS = 1
"""One is there soonest; what is long runs in the worker, and what may crash in its children."""

WEB_THREADS = 4
WEB_GRACE = 5
"""Seconds that a request has to end when the web server stops."""


def environment(plan: StartPlan, server: EmbeddedPostgres | None) -> dict[str, str]:
    """Return what every child finds in its environment: the folder and the two addresses."""
    app = plan.database_url if server is None else server.url(APP)
    owner = plan.owner_url if server is None else server.url(OWNER)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kargosha.portal.settings",
        "KARGOSHA_DATA": str(plan.folder),
        **({"KARGOSHA_DATABASE_URL": app} if app else {}),
        **({"KARGOSHA_OWNER_URL": owner} if owner else {}),
    }


def command(plan: StartPlan, surroundings: Mapping[str, str], *arguments: str) -> Child:
    """Return a `kargosha` command as a child, named by its first word."""
    name = arguments[0]
    line = [sys.executable, "-m", "kargosha.portal.cli", *arguments]
    return Child(name, line, surroundings, plan.logs / f"{name}.log")


def worker(plan: StartPlan, surroundings: Mapping[str, str]) -> Child:
    """Return the worker; it dies at once with the supervisor, whose database is then gone too."""
    working = command(plan, surroundings, "work")
    working.farewell = signal.SIGKILL
    return working


def web(plan: StartPlan, surroundings: Mapping[str, str], port: socket.socket) -> Child:
    """Return the web server on a port that the supervisor holds."""
    options = {
        "bind": f"fd://{port.fileno()}",
        "workers": str(WEB_WORKERS),
        "threads": str(WEB_THREADS),
        "graceful-timeout": str(WEB_GRACE),
        "access-logfile": "-",
    }
    line = [f"--{name}={value}" for name, value in options.items()]
    return Child(
        "web",
        [sys.executable, "-m", "gunicorn", "--no-control-socket", *line, APPLICATION],
        surroundings,
        plan.logs / "web.log",
        kept_open=(port.fileno(),),
    )
