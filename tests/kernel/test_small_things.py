import click
import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from kargosha.kernel import jobs
from kargosha.kernel.access import Actor
from kargosha.kernel.append_only import is_append_only
from kargosha.kernel.commands import acting, actor_named
from kargosha.kernel.errors import Conflict, NotFound, Refusal, Refused
from kargosha.kernel.models import JournalEntry, Office
from kargosha.kernel.money import RialField
from tests.universe import People


def test_an_amount_is_whole_and_within_what_is_computed_exactly() -> None:
    field = RialField()

    assert field.clean(10**16, None) == 10**16
    for bad in (-1, 10**16 + 1):
        with pytest.raises(ValidationError):
            field.clean(bad, None)


def test_an_amount_field_survives_a_migration() -> None:
    name, path, args, kwargs = RialField(null=True).deconstruct()

    assert (name, path.endswith("RialField"), args, kwargs) == (None, True, [], {"null": True})


def test_errors_say_their_codes() -> None:
    refused = Refused(Refusal("refusal.a", {"x": 1}), Refusal("refusal.b"))

    assert str(refused) == "refusal.a {'x': 1}; refusal.b {}"
    assert str(Conflict("conflict.c", run=3)) == "conflict.c {'run': 3}"
    assert str(NotFound("place", "0399")) == "place 0399"


def test_a_model_only_grows_if_it_says_so() -> None:
    assert is_append_only(JournalEntry)
    assert not is_append_only(Office)


def test_a_command_acts_on_behalf_of_a_user(people: People) -> None:
    @click.command()
    @acting
    def whoami(by: Actor) -> None:
        click.echo(by.code)

    said = CliRunner().invoke(whoami, ["--as", "chair"])

    assert said.output.strip() == people.chair.code
    with pytest.raises(NotFound):
        actor_named("ghost")


def jobs_waiting() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [jobs.TASK])
        return [row[0] for row in cursor.fetchall()]


def test_work_for_later_exists_only_if_its_transaction_does(own_database: str) -> None:
    with transaction.atomic():
        jobs.later("allocation.solve_run", 1)
        transaction.set_rollback(True)
    rolled_back = jobs_waiting()
    with transaction.atomic():
        jobs.later("allocation.solve_run", 2)

    assert rolled_back == []
    assert len(jobs_waiting()) == 1


def test_what_a_person_waits_for_goes_before_the_rest(own_database: str) -> None:
    jobs.later("allocation.price_quotas", 1)
    jobs.later("allocation.find_changes", 2, waited_for=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT (procrastinate_fetch_job_v2(NULL, NULL)).args ->> 'name'")
        assert cursor.fetchone() == ("allocation.find_changes",)
