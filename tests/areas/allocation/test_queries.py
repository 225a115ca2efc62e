import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Award, Run
from kargosha.files.doors.allocate import command as allocate
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.errors import NotFound
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, People


@pytest.fixture
def published(solved: Run, own_district: People) -> Run:
    actions.verify_nearest(run_id=solved.pk, by=SOLVER)
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    return solved


def codes(by: Actor, run: Run, **chosen: str) -> list[str]:
    return [each.application.code for each in queries.portfolio(by=by, run_id=run.pk, **chosen)]


def test_the_state_is_read_from_the_records(own_district: People) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)

    def state() -> str:
        return queries.rounds(by=own_district.officer).get(pk=run.pk).state

    states = [state()]
    actions.solve_run(run_id=run.pk, by=SOLVER)
    states.append(state())
    actions.decide_run(run_id=run.pk, verdict="approved", note="", by=own_district.chair)
    states.append(state())
    actions.publish_run(run_id=run.pk, by=own_district.secretary)
    states.append(state())

    assert states == ["waiting", "proposed", "approved", "published"]


def test_nobody_outside_sees_a_round_before_it_is_published(
    solved: Run, own_district: People
) -> None:
    assert queries.latest_published(by=ANYONE) is None
    assert list(queries.rounds(by=own_district.nobody)) == []
    with pytest.raises(NotFound):
        queries.round_page(by=ANYONE, run_id=solved.pk)
    with pytest.raises(NotFound):
        queries.portfolio(by=ANYONE, run_id=solved.pk)
    with pytest.raises(NotFound):
        queries.export(by=ANYONE, run_id=solved.pk)


def test_the_public_sees_cooperatives_by_name_and_groups_by_code(published: Run) -> None:
    lines = {
        candidate.application.code: queries.line_of(candidate=candidate, by=ANYONE)
        for candidate in queries.portfolio(by=ANYONE, run_id=published.pk)
    }

    assert lines["dairy"].name_en == "Group dairy"
    assert lines["weavers"].name_en is None
    for line in lines.values():
        assert line.amount is line.granted_amount is line.jobs is line.margin is None
        assert line.reason.endswith(".applicant")
    assert lines["weavers"].band == (5 * BILLION, 10 * BILLION)
    assert queries.latest_published(by=ANYONE) == published


def test_staff_see_the_case_in_full_and_strangers_only_what_cannot_be_invented(
    published: Run, own_district: People
) -> None:
    full = queries.case(by=own_district.officer, run_id=published.pk, code="cobblers")
    public = queries.case(by=ANYONE, run_id=published.pk, code="cobblers")

    assert full.line.amount == 15 * BILLION
    assert full.application is not None
    assert {change.kind for change in public.changes} < {change.kind for change in full.changes}
    assert all(change.is_for_applicant for change in public.changes)
    assert (public.application, public.candidate, public.awards) == (None, None, [])
    granted = queries.case(by=own_district.officer, run_id=published.pk, code="weavers")
    assert sum(amount for _, amount in granted.awards) == 8 * BILLION
    with pytest.raises(NotFound):
        queries.case(by=own_district.officer, run_id=published.pk, code="ghosts")


def test_a_county_officer_sees_the_own_county_in_full(solved: Run, own_district: People) -> None:
    with pytest.raises(NotFound):
        queries.portfolio(by=own_district.county, run_id=solved.pk)


def test_a_county_officer_sees_more_of_a_published_round_at_home(
    published: Run, own_district: People
) -> None:
    lines = {
        each.application.code: queries.line_of(candidate=each, by=own_district.county)
        for each in queries.portfolio(by=own_district.county, run_id=published.pk)
    }

    assert lines["weavers"].amount == 8 * BILLION
    assert lines["cobblers"].amount is None


def test_the_portfolio_is_filtered(published: Run, own_district: People) -> None:
    officer = own_district.officer

    assert codes(officer, published) == ["cobblers", "dairy", "weavers"]
    assert codes(officer, published, outcome="refused") == ["cobblers"]
    assert codes(officer, published, place="0311") == ["dairy", "weavers"]
    assert codes(officer, published, search="group weav") == ["weavers"]
    assert codes(ANYONE, published, search="group") == ["dairy"]
    assert codes(ANYONE, published, search="weav") == ["weavers"]


def test_the_rounds_money_adds_up(published: Run, own_district: People) -> None:
    full = queries.round_page(by=own_district.officer, run_id=published.pk)
    public = queries.round_page(by=ANYONE, run_id=published.pk)

    assert sum(line.granted_amount for line in full.funds) == 22 * BILLION
    assert full.figures["granted_amount"] == 22 * BILLION
    assert full.figures["asked_amount"] == 37 * BILLION
    assert any(line.cut_off for line in full.funds)
    assert all(line.cut_off is None for line in public.funds)
    assert (full.state, full.sees_all, public.sees_all) == ("published", True, False)
    assert full.figures["kept_jobs"]["low"] <= full.figures["kept_jobs"]["value"]  # type: ignore[index]


def test_a_waiting_run_has_a_page_without_figures(own_district: People) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)

    page = queries.round_page(by=own_district.officer, run_id=run.pk)

    assert (page.state, page.figures, page.quotas) == ("waiting", {}, [])
    assert all(line.granted_amount == 0 for line in page.funds)


def test_the_exported_files_decide_the_same_to_the_rial(published: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(queries.export(by=ANYONE, run_id=published.pk)) as archive:
        archive.extractall(tmp_path)
    line = (tmp_path / "README.txt").read_text().split()[2:]
    options = [str(tmp_path / each) if each.endswith(".csv") else each for each in line[:-1]]

    done = CliRunner().invoke(allocate, [*options, str(tmp_path / "decision")])

    assert done.exit_code == 0, done.output
    again = (tmp_path / "decision" / "awards.csv").read_text()
    assert again == (tmp_path / "awards.csv").read_text()
    assert len(again.splitlines()) == Award.objects.count() + 1
