"""The embedded server: who gets in, what survives, what is refused."""

import os
import pwd
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from kargosha.portal.postgres import (
    APP,
    OWNER,
    SUPERUSER,
    EmbeddedPostgres,
    FolderInUse,
    NotStarted,
    Place,
    Unreachable,
)
from kargosha.portal.postgres.cluster import make_home
from kargosha.portal.postgres.place import is_reachable
from kargosha.portal.postgres.tenants import first_process, tenants


def test_the_two_roles_have_no_power_over_the_server(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url(SUPERUSER)) as connection:
        powers = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb "
            "FROM pg_roles WHERE rolname IN (%s, %s) ORDER BY rolname",
            [APP, OWNER],
        ).fetchall()

    assert powers == [(APP, False), (OWNER, False)]


def test_only_the_owner_makes_tables(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url(OWNER)) as connection:
        connection.execute("CREATE TABLE made_by_owner ()")
        connection.rollback()

    with (
        psycopg.connect(postgres.url(APP)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE made_by_app ()")


def test_the_database_sorts_and_searches_as_the_programme_needs(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url(APP)) as connection:
        extensions = connection.execute("SELECT extname FROM pg_extension").fetchall()
        (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
        (checksums,) = connection.execute("SHOW data_checksums").fetchone() or ("",)

    assert {("pg_trgm",), ("btree_gist",)} <= set(extensions)
    assert (encoding, checksums) == ("UTF8", "on")


def test_the_server_listens_on_no_network(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url(SUPERUSER)) as connection:
        (addresses,) = connection.execute("SHOW listen_addresses").fetchone() or ("?",)

    assert addresses == ""


def test_no_other_user_of_the_machine_reaches_the_socket(postgres: EmbeddedPostgres) -> None:
    status = postgres.place.socket.stat()

    assert stat.S_IMODE(status.st_mode) == 0o700
    assert status.st_uid == postgres.place.user.pw_uid != 0


def test_the_server_does_not_know_strangers(postgres: EmbeddedPostgres) -> None:
    assert "peer" in postgres.place.access_rules.read_text()
    assert postgres.place.access_rules.stat().st_uid == os.geteuid()


def test_a_second_start_on_the_same_folder_is_refused(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
        EmbeddedPostgres(postgres.place.home).start()


@pytest.mark.slow
def test_what_was_committed_outlives_crashes_and_stops(open_folder: Callable[[], Path]) -> None:
    folder = open_folder() / "postgres"

    with EmbeddedPostgres(folder) as server:
        _write(server, "committed before a crash")
        _crash(server)
        server.revive()
        _write(server, "committed after a crash")
    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url(OWNER)) as connection:
        rows = connection.execute("SELECT line FROM notes ORDER BY number").fetchall()

    assert rows == [("committed before a crash",), ("committed after a crash",)]
    assert not server.is_running()
    assert tenants(server.place.cluster) == []


@pytest.mark.slow
def test_a_killed_program_takes_its_server_along_and_blocks_nobody(
    open_folder: Callable[[], Path],
) -> None:
    folder = open_folder() / "postgres"
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from kargosha.portal.postgres import EmbeddedPostgres
        with EmbeddedPostgres(Path(sys.argv[1])):
            print("ready", flush=True)
            sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        child.kill()

    with EmbeddedPostgres(folder) as server:
        _write(server, "after the kill")
        assert first_process(server.place.cluster) != child.pid


@pytest.mark.slow
def test_the_mark_of_a_dead_server_may_bear_the_number_of_a_living_stranger(
    open_folder: Callable[[], Path],
) -> None:
    folder = open_folder() / "postgres"
    with EmbeddedPostgres(folder, fsync=False) as server:
        pass
    (server.place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")

    with server:
        assert server.is_running()


def test_a_broken_cluster_is_reported_with_the_words_of_its_log(
    open_folder: Callable[[], Path],
) -> None:
    folder = open_folder() / "postgres"
    (folder / "cluster").mkdir(parents=True, mode=0o700)
    os.chown(folder / "cluster", Place.of(folder).user.pw_uid, -1)

    with pytest.raises(NotStarted, match=r"postgresql\.conf"):
        EmbeddedPostgres(folder).start()


def test_a_long_path_gets_a_short_socket(open_folder: Callable[[], Path]) -> None:
    place = Place.of(open_folder() / ("long" * 25))

    assert len(os.fsencode(place.socket / ".s.PGSQL.5432")) < 107
    assert place.socket != place.cluster


def test_only_the_way_that_a_user_may_pass_is_reachable(open_folder: Callable[[], Path]) -> None:
    nobody = pwd.getpwnam("nobody")
    closed = open_folder() / "closed"
    closed.mkdir(mode=0o700)

    assert is_reachable(closed.parent / "not made yet", nobody)
    assert not is_reachable(closed / "postgres", nobody)
    assert is_reachable(closed / "postgres", pwd.getpwuid(os.geteuid()))


def test_the_place_is_the_folder_unless_root_serves_a_closed_one(
    open_folder: Callable[[], Path],
) -> None:
    closed = open_folder() / "closed"
    closed.mkdir(mode=0o700)

    place = Place.of(closed / "postgres")

    assert (place.home == closed / "postgres") is (os.geteuid() != 0)
    assert Place.of(closed / "postgres") == place
    assert Place.of(closed / "other").home != place.home


def test_data_that_became_unreachable_are_not_replaced_by_an_empty_database(
    open_folder: Callable[[], Path],
) -> None:
    wanted = open_folder() / "postgres"
    (wanted / "cluster").mkdir(parents=True)
    elsewhere = replace(Place.of(wanted), home=open_folder() / "elsewhere")

    with pytest.raises(Unreachable, match="chmod"):
        make_home(elsewhere, wanted)


def test_a_strangers_folder_in_place_of_the_socket_is_refused(
    open_folder: Callable[[], Path],
) -> None:
    server = EmbeddedPostgres(open_folder() / ("long" * 25))
    server.place.socket.mkdir(mode=0o777)
    server.place.socket.chmod(0o777)

    try:
        with pytest.raises(Unreachable, match="not a private folder"):
            server.start()
    finally:
        server.place.socket.rmdir()


def _write(server: EmbeddedPostgres, line: str) -> None:
    with psycopg.connect(server.url(OWNER)) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS notes (number int GENERATED ALWAYS AS IDENTITY, line text)"
        )
        connection.execute("INSERT INTO notes (line) VALUES (%s)", [line])


def _crash(server: EmbeddedPostgres) -> None:
    os.kill(first_process(server.place.cluster), signal.SIGKILL)
    while server.is_running():
        time.sleep(0.01)
