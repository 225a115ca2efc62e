import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kargosha.analysis.rules import Rulebook
from kargosha.files import clock
from kargosha.files.rulebook import read_rules
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
    assert loaded("rules", "show", "need", "--shipped").split()[:2] == ["0", "False"]


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("allocate --out rules", False),
        ("rules show --shipped", False),
        ("rules export --rules=book.yaml", False),
        ("rules show --rules book.yaml", False),
        ("rules show need", True),
        ("rules export --on 2026-11-23", True),
        ("rules propose show 1 --source --shipped", True),
        ("rules --help", True),
        ("rules", True),
        ("journal verify export", False),
        ("journal export --out verify", True),
    ],
)
def test_only_what_asks_the_database_loads_it(
    line: str, needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARGOSHA_DATABASE_URL", "postgresql://kargosha@/kargosha")
    name, *arguments = line.split()

    assert cli.needs_django(name, arguments) is needed


@pytest.mark.django_db
def test_rules_are_shown_and_exported_with_the_approved_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARGOSHA_DATABASE_URL", "postgresql:///the-one-of-this-test")
    universe.people()
    out = tmp_path / "rules.yaml"
    today = clock.today().isoformat()
    _, version = run("rules", "propose", "household.weight", "0.3", "--from", today, "--source",
                     "committee", "--as", "officer")  # fmt: skip
    before = run("rules", "show", "household.weight")[1]
    run("rules", "approve", version.strip(), "--as", "chair")

    after = run("rules", "show", "household.weight")[1]
    run("rules", "export", "--on", today, "--out", str(out))

    assert "household.weight = 0.3 " not in before
    assert after.startswith("household.weight = 0.3 ")
    assert Rulebook.on(clock.today(), read_rules(out)).number("household.weight") == 0.3
    assert run("rules", "show", "household.weight", "--shipped")[1] == before


def test_where_no_database_ever_was_none_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KARGOSHA_DATABASE_URL", raising=False)
    monkeypatch.setenv("KARGOSHA_DATA", str(tmp_path / "absent"))
    never = cli.needs_django("rules", ["show"])
    monkeypatch.setenv("KARGOSHA_DATA", str(tmp_path))

    assert (never, cli.needs_django("rules", ["show"])) == (False, True)


NOBODY = {"KARGOSHA_DATABASE_URL": "postgresql://kargosha@/absent?host=/nonexistent", "LANG": "C"}


def alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a new interpreter, on a database that is not there."""
    line = [sys.executable, "-m", "kargosha.portal.cli", *arguments]
    return subprocess.run(
        line, capture_output=True, text=True, check=False, env=os.environ | NOBODY | environment
    )


def test_without_a_database_the_shipped_rules_are_shown() -> None:
    done = alone("rules", "show", "household.weight")

    assert done.returncode == 0
    assert done.stdout.startswith("household.weight = ")
    assert done.stderr.startswith("No database answers, so these are the shipped rules")


def test_a_database_that_does_not_answer_is_a_sentence() -> None:
    english = alone("funding", "agreements", "--as", "officer")
    persian = alone("rules", "approve", "1", "--as", "officer", LANG="fa_IR.UTF-8")

    assert (english.returncode, persian.returncode) == (7, 7)
    assert english.stderr.startswith("The database does not answer. Run kargosha doctor")
    assert persian.stderr.startswith("پایگاه داده پاسخ نمی‌دهد.")


@pytest.mark.django_db
def test_a_value_too_large_for_a_column_is_a_sentence() -> None:
    universe.people()

    code, said = run("rules", "approve", "9" * 30, "--as", "chair")

    assert code == 2
    assert "Traceback" not in said
    assert said.strip()


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
        ("territory", "counties", "--axis", "emigration"),
        ("territory", "places", "--search", "ahar"),
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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("conquer", "خطا: فرمان «conquer» نیست."),
        ("--moon", "خطا: گزینهٔ «--moon» نیست."),
        ("allocate --seconds 3 --language fa --moon", "خطا: گزینهٔ «--moon» نیست."),
        ("rules export --language=fa", "خطا: گزینهٔ «--on» لازم است و نوشته نشده است."),
        ("funding agreements", "خطا: گزینهٔ «--as» لازم است و نوشته نشده است."),
        ("allocation decide-run x approved --as chair", "پذیرفتنی نیست: «x» عدد درست نیست."),
    ],
)
def test_a_command_line_is_refused_in_the_language_of_the_terminal(
    line: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fa_IR.UTF-8" if "--language" not in line else "C.UTF-8")

    code, answer = run(*line.split())

    assert code == 2
    assert said in answer
    assert re.search("Error|Usage|Try|Missing|Invalid", answer) is None


def test_in_english_click_speaks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")

    assert run("journal", "verify", "--language", "en") == (
        2,
        "Usage: main journal verify [OPTIONS] FILE\nTry 'main journal verify --help' for help.\n\n"
        "Error: Missing argument 'FILE'.\n",
    )


def test_without_a_command_the_help_is_shown_in_any_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    english = run("journal")
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")

    assert run("journal") == english
    assert "verify" in english[1]


def test_a_refused_command_line_ends_the_process_with_two() -> None:
    persian = alone("allocate", "--candidates", "a.csv", "--moon", LANG="fa_IR.UTF-8")
    english = alone("allocate", "--candidates", "a.csv", "--moon")

    assert (persian.returncode, english.returncode) == (2, 2)
    assert persian.stderr.startswith("کاربرد: ")
    assert "خطا: گزینهٔ «--moon» نیست." in persian.stderr
    assert "Error: No such option '--moon'." in english.stderr
    assert persian.stdout == english.stdout == ""
