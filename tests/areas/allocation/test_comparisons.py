"""What other indices would have changed in a decided round: a run that is solved and never decided."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.db import ProgrammingError, transaction
from django.test import Client

from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.cli import command
from kargosha.areas.allocation.frames.gathering import nearest_percentile, published_percentiles
from kargosha.areas.allocation.models import Candidate, Decision, Publication, Run
from kargosha.areas.territory import actions as territory
from kargosha.areas.territory.models import IndexVersion
from kargosha.files.index import shipped_methods
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed, NotFound, Refused
from kargosha.kernel.models import Duty, JournalEntry
from tests.areas.allocation.conftest import SOLVER
from tests.areas.allocation.test_api import client_of, post
from tests.universe import STAGE, People

EMIGRATION = shipped_methods()["emigration"]


def turned(method: IndexMethod) -> IndexMethod:
    """Return a method by which the best places are the worst."""
    ends = {"high": "low", "low": "high"}
    terms = tuple(replace(term, worst=ends[term.worst]) for term in method.terms)  # type: ignore[arg-type]
    return replace(method, terms=terms)


def publish_turned() -> None:
    """Publish both indices upside down, so that Tabriz is needier than Hashtrud."""
    for code, method in shipped_methods().items():
        proposal = territory.IndexProposal(turned(method), "county", "upside down")
        territory.publish_index(code=code, proposal=proposal, by=STAGE)


@pytest.fixture
def published(solved: Run, own_district: People) -> Run:
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    return solved


@pytest.fixture
def comparison(published: Run, own_district: People) -> Run:
    publish_turned()
    run = actions.compare_run(call_code="spring", by=own_district.analyst)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    return Run.objects.get(pk=run.pk)


def test_a_run_is_decided_by_the_indices_of_the_day_it_was_asked_for(own_district: People) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    publish_turned()

    actions.solve_run(run_id=run.pk, by=SOLVER)

    assert run.deprivation is not None
    assert run.deprivation.number == 1
    assert Candidate.objects.get(application__code="weavers").need == 3.0


def test_nothing_is_compared_without_published_indices(
    solved: Run, own_district: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest_of = IndexVersion.objects.latest_of
    monkeypatch.setattr(
        type(IndexVersion.objects),
        "latest_of",
        lambda self, code: None if code == "emigration" else latest_of(code),
    )

    with pytest.raises(Refused, match=r"index_missing .*\['emigration'\]"):
        actions.compare_run(call_code="spring", by=own_district.analyst)
    assert Run.objects.get() == solved


@pytest.mark.django_db
def test_a_rank_is_that_of_the_smallest_place_around_that_is_known() -> None:
    ranks = {"03": 0.1, "0311": 0.5, "0311020002": 0.9}

    assert nearest_percentile("0311020002000123", ranks) == 0.9
    assert nearest_percentile("031103", ranks) == 0.5
    assert nearest_percentile("0302", ranks) == 0.1
    assert nearest_percentile("04", ranks) is None
    assert published_percentiles(None) == {}


def test_a_comparison_is_solved_and_owes_nothing(comparison: Run) -> None:
    assert (comparison.purpose, comparison.state) == ("comparison", "compared")
    assert [comparison.deprivation and comparison.deprivation.number] == [2]
    events = JournalEntry.objects.filter(subject=comparison.subject).values_list("event", flat=True)
    assert set(events) == {"run.compared", "run.solved"}
    assert not Duty.objects.filter(subject=comparison.subject).exists()


def test_a_comparison_is_never_decided(comparison: Run, own_district: People) -> None:
    with pytest.raises(Refused, match=r"refusal\.comparison"):
        actions.decide_run(run_id=comparison.pk, verdict="approved", note="", by=own_district.chair)
    with pytest.raises(Refused, match=r"refusal\.comparison"):
        actions.publish_run(run_id=comparison.pk, by=own_district.secretary)
    signed = {"run": comparison, "decided_by_id": own_district.chair.user_id}
    with pytest.raises(ProgrammingError, match="never decided"), transaction.atomic():
        Decision.objects.create(
            **signed,
            verdict="approved",
            proposed_by_id=own_district.officer.user_id,
            decided_at=clock.now(),
        )
    with pytest.raises(ProgrammingError, match="never decided"), transaction.atomic():
        Publication.objects.create(
            run=comparison,
            call=comparison.call,
            published_by_id=own_district.secretary.user_id,
            published_at=clock.now(),
        )


def test_a_comparison_tells_who_gains_and_who_loses(
    comparison: Run, published: Run, own_district: People
) -> None:
    found = queries.difference(by=own_district.analyst, run_id=comparison.pk, other_id=published.pk)

    assert found.is_solved
    assert [turn.application.code for turn in found.gaining] == ["cobblers"]
    assert {turn.application.code for turn in found.losing} <= {"weavers", "dairy"}
    assert found.moved_amount == sum(turn.gained for turn in found.gaining) > 0
    assert found.gaining[0].before_need < found.gaining[0].after_need
    assert found.by_need_before is not None
    assert found.by_need_after is not None
    assert found.by_need_before.of_before == pytest.approx(published.solution.objective)
    assert found.by_need_after.of_after == pytest.approx(comparison.solution.objective)
    assert found.by_need_before.of_before >= found.by_need_before.of_after
    assert found.by_need_after.of_after >= found.by_need_after.of_before
    counties = {turn.code: turn for turn in found.counties}
    assert found.counties[0].code == "0303"
    assert counties["0303"].gained == found.moved_amount
    assert (counties["0311"].before["deprivation"], counties["0311"].after["deprivation"]) == (1, 0)
    assert [(turn.axis, turn.before and turn.before.number, turn.after and turn.after.number)
            for turn in found.axes] == [("deprivation", 1, 2), ("emigration", 1, 2)]  # fmt: skip


def test_a_comparison_is_asked_for_once(comparison: Run, own_district: People) -> None:
    again = actions.compare_run(call_code="spring", by=own_district.officer)

    assert again == comparison
    basis = queries.comparison_basis(by=own_district.analyst, run_id=again.pk)
    assert basis.state == "published"
    with pytest.raises(NotFound):
        queries.comparison_basis(by=own_district.analyst, run_id=basis.pk)


def test_a_comparison_needs_a_portfolio_and_other_indices(own_district: People) -> None:
    analyst = own_district.analyst
    with pytest.raises(NotFound):
        actions.compare_run(call_code="winter", by=analyst)
    run = actions.propose_run(call_code="spring", by=own_district.officer)
    with pytest.raises(Refused, match="nothing_to_compare"):
        actions.compare_run(call_code="spring", by=analyst)
    actions.solve_run(run_id=run.pk, by=SOLVER)
    with pytest.raises(Refused, match="same_indices"):
        actions.compare_run(call_code="spring", by=analyst)
    with pytest.raises(NotAllowed):
        actions.compare_run(call_code="spring", by=own_district.chair)


def test_an_undecided_round_can_be_compared_and_proposed_again(
    solved: Run, own_district: People
) -> None:
    publish_turned()
    comparison = actions.compare_run(call_code="spring", by=own_district.officer)

    waiting = queries.difference(by=own_district.officer, run_id=comparison.pk, other_id=solved.pk)
    assert (waiting.is_solved, waiting.turns, waiting.counties) == (False, (), ())
    assert actions.propose_run(call_code="spring", by=own_district.officer).state == "waiting"


def test_what_cannot_be_compared_is_not_found(
    comparison: Run, published: Run, own_district: People
) -> None:
    with pytest.raises(NotFound):
        queries.difference(by=own_district.analyst, run_id=published.pk, other_id=published.pk)
    with pytest.raises(NotFound):
        queries.difference(by=own_district.analyst, run_id=published.pk, other_id=0)
    for stranger in (ANYONE, own_district.county):
        with pytest.raises(NotAllowed):
            queries.difference(by=stranger, run_id=comparison.pk, other_id=published.pk)


def test_the_public_never_meets_a_comparison(
    comparison: Run, published: Run, own_district: People
) -> None:
    assert [run.pk for run in queries.rounds(by=ANYONE)] == [published.pk]
    with pytest.raises(NotFound):
        queries.round_page(by=ANYONE, run_id=comparison.pk)
    assert queries.round_page(by=ANYONE, run_id=published.pk).comparisons == []
    page = queries.round_page(by=own_district.officer, run_id=published.pk)
    assert page.comparisons == [comparison]
    assert queries.latest_published(by=own_district.officer) == published


def test_a_comparison_goes_through_the_json_door_and_the_command(
    published: Run, own_district: People
) -> None:
    publish_turned()
    analyst = client_of("analyst")

    status, run = post(analyst, "/api/allocation/comparisons", {"call": "spring"})
    asked = CliRunner().invoke(command, ["compare", "spring", "--as", "officer"])
    pk = run["id"]  # type: ignore[index]
    actions.solve_run(run_id=pk, by=SOLVER)
    address = f"/api/allocation/runs/{pk}/against/{published.pk}"

    assert (status, run["purpose"], run["state"]) == (201, "comparison", "waiting")  # type: ignore[index]
    assert (run["deprivation_version"], run["emigration_version"]) == (2, 2)  # type: ignore[index]
    assert asked.output == f"{pk}\n"
    told = analyst.get(address).json()
    gained = {turn["code"]: turn["after_amount"] - turn["before_amount"] for turn in told["turns"]}
    assert gained["cobblers"] > 0
    assert {turn["place_code"] for turn in told["turns"]} == {"0303", "0311"}
    assert told["by_need_after"]["of_after"] > told["by_need_after"]["of_before"]
    assert Client().get(address).status_code == 403
