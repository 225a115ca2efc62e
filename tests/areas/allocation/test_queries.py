import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import (
    Award,
    Candidate,
    Change,
    ConditionPrice,
    QuotaCost,
    Run,
)
from kargosha.files.doors.allocate import command as allocate
from kargosha.files.words import LANGUAGES, say
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE, Actor
from kargosha.kernel.actions import begin_instance
from kargosha.kernel.errors import NotFound
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, STAGE, People


@pytest.fixture
def published(solved: Run, own_district: People) -> Run:
    actions.verify_nearest(run_id=solved.pk, by=SOLVER)
    actions.decide_run(run_id=solved.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=solved.pk, by=own_district.secretary)
    return solved


def codes(by: Actor, run: Run, **chosen: str) -> list[str]:
    return [each.code for each in queries.portfolio(by=by, run_id=run.pk, **chosen)]


def rehearse() -> None:
    begin_instance(purpose="rehearsal", by=STAGE)


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
    rehearse()
    with pytest.raises(NotFound):
        queries.export(by=ANYONE, run_id=solved.pk)


def test_the_public_sees_cooperatives_by_name_and_groups_by_code(published: Run) -> None:
    lines = {line.code: line for line in queries.portfolio(by=ANYONE, run_id=published.pk)}

    assert lines["dairy"].name_en == "Group dairy"
    assert lines["weavers"].name_en is None
    for line in lines.values():
        assert line.amount is line.granted_amount is line.jobs is line.margin is None
        assert line.reason.endswith(".applicant")
        assert line.values.keys() <= {"quota", "funds"}
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
    assert {"amount", "asked"} <= full.changes[0].values.keys()
    assert {key for change in public.changes for key in change.values} <= {"less_percent", "fund"}
    assert {change.kind: change.values for change in public.changes}["change.less_money"]
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
    found = queries.portfolio(by=own_district.county, run_id=published.pk)
    lines = {line.code: line for line in found}

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
    assert full.figures["counties"] != public.figures["counties"]
    assert full.figures["kept_jobs"]["low"] <= full.figures["kept_jobs"]["value"]  # type: ignore[index]


def test_a_waiting_run_has_a_page_without_figures(own_district: People) -> None:
    run = actions.propose_run(call_code="spring", by=own_district.officer)

    page = queries.round_page(by=own_district.officer, run_id=run.pk)

    assert (page.state, page.figures, page.quotas) == ("waiting", {}, [])
    assert all(line.granted_amount == 0 for line in page.funds)


def test_the_exported_files_decide_the_same_to_the_rial(
    published: Run, own_district: People, tmp_path: Path
) -> None:
    archive = queries.export(by=own_district.auditor, run_id=published.pk)
    with zipfile.ZipFile(archive.file) as packed:
        packed.extractall(tmp_path)
    line = (tmp_path / "README.txt").read_text().split()[2:]
    options = [str(tmp_path / each) if each.endswith(".csv") else each for each in line[:-1]]

    done = CliRunner().invoke(allocate, [*options, str(tmp_path / "decision")])

    assert done.exit_code == 0, done.output
    again = (tmp_path / "decision" / "awards.csv").read_text()
    assert again == (tmp_path / "awards.csv").read_text()
    assert len(again.splitlines()) == Award.objects.count() + 1


def test_the_files_of_a_real_round_are_for_officers_and_auditors(
    published: Run, own_district: People
) -> None:
    for actor in (ANYONE, own_district.nobody, own_district.county):
        assert not queries.round_page(by=actor, run_id=published.pk).may_take_files
        with pytest.raises(NotFound):
            queries.export(by=actor, run_id=published.pk)

    archive = queries.export(by=own_district.auditor, run_id=published.pk)

    assert queries.round_page(by=own_district.officer, run_id=published.pk).may_take_files
    assert archive.name == f"round-{published.pk}.zip"
    with zipfile.ZipFile(archive.file) as packed:
        assert packed.read("README.txt").startswith(b"kargosha allocate ")
        assert json.loads(packed.read("provenance.json"))["made_up"] is False


def test_the_files_of_a_rehearsal_are_for_anyone_and_say_that_they_are_made_up(
    published: Run,
) -> None:
    rehearse()

    archive = queries.export(by=ANYONE, run_id=published.pk)

    assert archive.name == f"rehearsal-round-{published.pk}.zip"
    assert queries.round_page(by=ANYONE, run_id=published.pk).may_take_files
    with zipfile.ZipFile(archive.file) as packed:
        first = packed.read("README.txt").decode().splitlines()[:2]
        assert first == [say("archive.made_up", {}, language) for language in LANGUAGES]
        assert json.loads(packed.read("provenance.json"))["made_up"] is True


def test_what_became_of_a_search_is_read_from_the_queue(solved: Run, own_district: People) -> None:
    def search(by: Actor, code: str = "cobblers") -> str:
        return queries.case(by=by, run_id=solved.pk, code=code).search

    found = [search(own_district.officer)]
    actions.request_changes(run_id=solved.pk, code="cobblers", by=own_district.officer)
    found.append(search(own_district.officer))
    for status in ("doing", "succeeded", "failed"):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
                " WHERE queue_name = 'allocation.find_changes'",
                [status],
            )
        found.append(search(own_district.officer))

    assert found == ["", "running", "running", "ended", "failed"]
    assert search(own_district.officer, "dairy") == ""


def test_a_part_of_the_portfolio_is_read_and_not_more(published: Run) -> None:
    lines = queries.portfolio(by=ANYONE, run_id=published.pk)

    with CaptureQueriesContext(connection) as asked:
        part = [line.code for line in lines[1:2]]

    assert (part, len(lines)) == (["dairy"], 3)
    assert "LIMIT 1" in asked[0]["sql"]


def test_a_condition_that_binds_tells_what_it_costs_once_that_is_known(
    solved: Run, own_district: People
) -> None:
    def told() -> list[tuple[str, str, float | None, float | None]]:
        page = queries.round_page(by=own_district.officer, run_id=solved.pk)
        return [
            (str(line.quota and line.quota.code), line.side, line.cost_value, line.cost_kept_jobs)
            for line in page.quotas
        ]

    condition = "ceiling:hashtrud"
    ConditionPrice.objects.create(run=solved, condition=condition, price=0.5, slack=0)
    before = told()
    QuotaCost.objects.create(
        run=solved, condition=condition, value=2.5, kept_jobs=1.5, found_at=clock.now()
    )

    assert before == [("hashtrud", "ceiling", None, None)]
    assert told() == [("hashtrud", "ceiling", 2.5, 1.5)]


def test_what_was_tried_takes_the_place_of_what_was_estimated(
    solved: Run, own_district: People
) -> None:
    def kinds() -> list[tuple[str, bool]]:
        found = queries.case(by=own_district.officer, run_id=solved.pk, code="cobblers")
        return [(change.kind, change.is_verified) for change in found.changes]

    def find(kind: str, is_verified: bool) -> None:
        Change.objects.create(
            candidate=Candidate.objects.get(run=solved, application__code="cobblers"),
            kind=kind,
            is_verified=is_verified,
            is_for_applicant=True,
            found_at=clock.now(),
        )

    find("change.more_jobs", False)
    assert ("change.more_jobs", False) in kinds()
    find("change.tie", True)
    assert kinds() == [("change.tie", True)]
    found = queries.case(by=own_district.officer, run_id=solved.pk, code="cobblers")
    assert found.search == "found"


def test_a_part_of_the_page_is_the_portfolio_as_asked_for(published: Run) -> None:
    asked = {"outcome": "refused", "page": "9"}

    shown = queries.portfolio_shown(by=ANYONE, run_id=published.pk, asked=asked)

    assert [line.code for line in shown["lines"]] == ["cobblers"]  # type: ignore[attr-defined]
    assert shown["case"].line.code == "cobblers"  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        queries.portfolio_shown(by=ANYONE, run_id=published.pk + 1, asked=asked)
