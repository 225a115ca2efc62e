"""The order of a start: database, migrations, made-up province, web server, worker, page."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

from kargosha.files import clock
from kargosha.portal.leash import end_with_parent
from kargosha.portal.postgres import EmbeddedPostgres
from kargosha.portal.postgres.cluster import make_passable
from kargosha.portal.postgres.errors import PostgresError
from kargosha.portal.start.address import PortTaken, listen, status_of_page
from kargosha.portal.start.children import Child, Failed
from kargosha.portal.start.parts import command, environment, web, worker
from kargosha.portal.start.plan import StartPlan
from kargosha.portal.start.signals import Inbox, Stopped, listening
from kargosha.portal.start.terminal import announce, note

PAGE_WITHIN = 120.0
"""Seconds until the first page must be there."""

ONE_LOOK = 2.0
"""Seconds to wait for one answer; the request of a look that was too early is served late."""

BREATH = 0.1
ROUND = 2.0
"""Seconds between two looks at everything; an ended child is seen at once."""

FIRST_OFFICER = "No account yet. Make the first officer with: kargosha office first-officer"


def start(plan: StartPlan) -> int:
    """Start everything, say where it is, keep it alive until told to stop; return the exit code."""
    if plan.with_parent:
        end_with_parent(signal.SIGTERM)
    make_passable(plan.folder)
    plan.logs.mkdir(mode=0o700, exist_ok=True)
    try:
        with listening() as inbox, ExitStack() as stack:
            _run(plan, inbox, stack)
    except Stopped:
        note("stopped")
    except (Failed, PortTaken, PostgresError) as error:
        note(str(error))
        return 1
    return 0


def _run(plan: StartPlan, inbox: Inbox, stack: ExitStack) -> None:
    held = stack.enter_context(listen(plan.port))
    port: int = held.getsockname()[1]
    server = None if plan.database_url else stack.enter_context(_embedded(plan))
    surroundings = environment(plan, server)
    _finish(command(plan, surroundings, "migrate"), inbox)
    # The web server loads while the rehearsal does: two processors, and nobody has its address yet.
    serving, working = web(plan, surroundings, held), worker(plan, surroundings)
    stack.enter_context(_alive([serving]))
    accounts = FIRST_OFFICER if plan.empty else _rehearsed(plan, surroundings, inbox)
    _await_page(port, serving, inbox)
    stack.enter_context(_alive([working]))
    announce(f"http://localhost:{port}/")
    announce(accounts)
    while True:
        inbox.wait(ROUND)
        _keep_alive(server, [serving, working])


def _rehearsed(plan: StartPlan, surroundings: dict[str, str], inbox: Inbox) -> str:
    """Load the made-up province where it is not there yet, and return its accounts."""
    loading = command(plan, surroundings, "rehearse")
    loading.is_heard = True
    return _finish(loading, inbox)


def _embedded(plan: StartPlan) -> EmbeddedPostgres:
    server = EmbeddedPostgres(plan.database_folder, log=plan.logs / "postgres.log")
    if server.place.home != plan.database_folder:
        note(
            f"the database lies in {server.place.home}, because its user "
            f"{server.place.user.pw_name} cannot reach {plan.database_folder}"
        )
    return server


def _finish(child: Child, inbox: Inbox) -> str:
    """Run a command to its end, or stop it when everything is to stop; return what it said."""
    with _alive([child]):
        while child.exit_code is None:
            inbox.wait(ROUND)
        if child.exit_code != 0:
            raise child.failed()
        return child.said()


@contextmanager
def _alive(children: Sequence[Child]) -> Iterator[None]:
    """Start the children and end them all, together, however this is left."""
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()


def _await_page(port: int, serving: Child, inbox: Inbox) -> None:
    """Wait for the first page; a server that ends or answers with an error ends the start."""
    end = clock.monotonic() + PAGE_WITHIN
    while (status := status_of_page(port, ONE_LOOK)) is None:
        inbox.wait(BREATH)
        if serving.exit_code is not None:
            raise serving.failed()
        if clock.monotonic() > end:
            raise Failed(f"No page came in {PAGE_WITHIN:.0f} seconds", serving.log)
    if status >= HTTPStatus.BAD_REQUEST:
        raise Failed(f"The first page answers with status {status}", serving.log)


def _keep_alive(server: EmbeddedPostgres | None, children: Sequence[Child]) -> None:
    """Bring back what has ended by itself."""
    if server is not None and not server.is_running():
        note(f"the database ended and is started again; see {server.log}")
        server.revive()
    for child in children:
        child.keep_alive()
