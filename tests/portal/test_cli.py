import subprocess
import sys

import pytest
from click.testing import CliRunner

from kargosha.kernel.models import Instance, RoleAssignment
from kargosha.portal import cli
from tests import universe

PROBE = """
import sys
from click.testing import CliRunner
from kargosha.portal.cli import main
done = CliRunner().invoke(main, sys.argv[1:])
print(done.exit_code, "django" in sys.modules, "polars" in sys.modules)
"""


def loaded(*arguments: str) -> str:
    """Run a command in a new interpreter; return its exit code, and whether Django and polars came in."""
    line = [sys.executable, "-c", PROBE, *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.main, list(arguments))
    return done.exit_code, done.output


def test_help_loads_neither_the_web_nor_the_tables() -> None:
    assert loaded("--help") == "0 False False"


def test_methods_on_files_need_no_database() -> None:
    assert loaded("allocate", "--help").split()[:2] == ["0", "False"]
    assert loaded("rules", "show", "need.deprivation_weight").split()[:2] == ["0", "False"]


@pytest.mark.parametrize("name", list(cli.PLACES))
def test_each_command_says_what_it_is_for(name: str) -> None:
    code, said = run(name, "--help")

    assert code == 0
    assert said.count("\n") > 3


def test_an_unknown_command_is_refused() -> None:
    code, said = run("conquer")

    assert code == 2
    assert "conquer" in said


@pytest.mark.django_db
def test_a_refusal_is_a_sentence_and_an_exit_code() -> None:
    universe.people()

    code, said = run("office", "assign-role", "chair", "auditor", "--as", "officer")
    again, taken = run("office", "register-office", "--code", "committee", "--name-fa", "ک",
                       "--name-en", "C", "--as", "admin")  # fmt: skip
    ghost, unknown = run("funding", "agreements", "--as", "ghost")

    assert (code, again, ghost) == (5, 2, 2)
    assert "permit" in said
    assert "taken" in taken
    assert "ghost" in unknown


@pytest.mark.django_db
def test_real_work_begins_with_its_first_officer() -> None:
    names = ("--name-fa", "نام", "--name-en", "Name")

    code, _ = run(
        "office", "first-officer", "--username", "first", *names, "--password", "a secret"
    )

    assert code == 0
    assert Instance.objects.get().purpose == "real"
    assert RoleAssignment.objects.get(user__username="first").role == "administrator"


@pytest.mark.django_db
def test_the_same_acts_have_a_command() -> None:
    universe.people()
    names = ("--name-fa", "نام", "--name-en", "Name")

    for line in (
        ("office", "register-office", "--code", "bank-x", *names, "--as", "admin"),
        ("office", "register-user", "--username", "clerk", "--office", "bank-x", *names,
         "--password", "a secret", "--as", "admin"),
        ("office", "assign-role", "clerk", "county_officer", "--scope", "0311", "--as", "admin"),
        ("office", "end-role", "clerk", "county_officer", "--scope", "0311", "--as", "admin"),
        ("rules", "propose", "household.weight", "0.3", "--from", "2030-01-01", "--source", "committee",
         "--as", "officer"),
        ("funding", "register-source", "--code", "x", "--kind", "bank", *names, "--as", "officer"),
        ("funding", "agreements", "--as", "officer"),
        ("territory", "counties", "--search", "ahar"),
        ("applications", "calls"),
        ("allocation", "runs", "--as", "officer"),
    ):  # fmt: skip
        code, said = run(*line)
        assert code == 0, said


def test_the_terminal_speaks_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")
    persian = cli.spoken_language()
    monkeypatch.setenv("LANG", "C.UTF-8")

    assert (persian, cli.spoken_language()) == ("fa", "en")
