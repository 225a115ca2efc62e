"""What is seen of the borderline and of the run that takes its order over."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from kargosha.areas.allocation import actions, queries
from kargosha.areas.allocation.models import Run
from kargosha.areas.applications.models import ApplicationMember
from kargosha.files.doors.allocate import command as allocate
from kargosha.files.words import LANGUAGES, say
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.models import User
from tests.areas.allocation import borders
from tests.areas.allocation.borders import (
    HASHTRUD,
    TABRIZ,
    border_run,
    order,
    ordered_run,
    working_group,
)
from tests.areas.allocation.conftest import SOLVER
from tests.universe import BILLION, People


@pytest.fixture
def border(own_district: People) -> Run:
    return border_run(own_district.officer, deposited=15 * BILLION)


@pytest.fixture
def published(border: Run, own_district: People) -> Run:
    actions.decide_run(run_id=border.pk, verdict="approved", note="", by=own_district.chair)
    actions.publish_run(run_id=border.pk, by=own_district.secretary)
    return border


def test_a_county_sees_its_borderline_and_no_other(border: Run, own_district: People) -> None:
    county = working_group()

    page = queries.borderline_page(by=county, run_id=border.pk, place_code=HASHTRUD)

    assert [case.candidate.application.code for case in page.cases] == [
        "weavers-a",
        "weavers-b",
        "weavers-c",
    ]
    assert page.may_order
    assert page.cases[0].value_per_billion is not None
    assert [each.place.code for _run, each in queries.orders_owed(by=county)] == [HASHTRUD]
    mine = queries.borderline_state(by=county, run_id=border.pk)
    assert [each.place.code for each in mine.counties] == [HASHTRUD]
    everyone = queries.borderline_state(by=own_district.officer, run_id=border.pk)
    assert (everyone.owing_count, everyone.ordered_count, everyone.county_count) == (2, 0, 2)
    assert everyone.due_on is not None
    for by, place in ((county, TABRIZ), (own_district.county, HASHTRUD), (ANYONE, HASHTRUD)):
        with pytest.raises(NotFound):
            queries.borderline_page(by=by, run_id=border.pk, place_code=place)
    with pytest.raises(NotFound):
        queries.borderline_state(by=own_district.county, run_id=border.pk)
    with pytest.raises(NotFound):
        queries.borderline_state(by=county, run_id=0)
    with pytest.raises(NotAllowed):
        queries.orders_owed(by=own_district.officer)


def test_an_ordered_borderline_is_shown_in_its_order(border: Run, own_district: People) -> None:
    county = working_group()
    order(border, HASHTRUD, "weavers-c", "weavers-b", "weavers-a", by=county)

    page = queries.borderline_page(by=county, run_id=border.pk, place_code=HASHTRUD)

    assert page.cases[0].candidate.application.code == "weavers-c"
    assert not page.may_order
    assert page.county.state == "ordered"
    assert queries.orders_owed(by=county) == []
    state = queries.borderline_state(by=own_district.officer, run_id=border.pk)
    assert state.may_propose
    assert queries.borderline_state(by=county, run_id=border.pk).may_propose is False


def test_the_public_reads_nothing_of_the_borderline(published: Run) -> None:
    page = queries.round_page(by=ANYONE, run_id=published.pk)

    assert not {"borderline", "budgets"} & page.figures.keys()
    assert page.orders is None


def test_what_would_have_won_is_asked_of_the_computed_portfolio(
    border: Run, own_district: People
) -> None:
    order(border, HASHTRUD, "weavers-c", "weavers-b", "weavers-a", by=working_group())
    ordered = ordered_run(border, own_district.officer)

    candidate = actions.request_changes(
        run_id=ordered.pk, code="cobblers-b", by=own_district.officer
    )

    assert actions.find_changes(candidate_id=candidate.pk, by=SOLVER) > 0
    state = queries.borderline_state(by=own_district.officer, run_id=border.pk)
    assert [county.state for county in state.counties] == ["left", "ordered"]
    page = queries.round_page(by=own_district.officer, run_id=border.pk)
    assert page.orders is not None
    assert (page.orders.ordered_count, page.orders.owing_count) == (1, 0)


def test_a_stranger_computes_an_ordered_run_again_from_its_files(
    border: Run, own_district: People, tmp_path: Path
) -> None:
    order(border, HASHTRUD, "weavers-c", "weavers-b", "weavers-a", by=working_group())
    ordered = ordered_run(border, own_district.officer)

    archive = queries.export(by=own_district.auditor, run_id=ordered.pk)
    with zipfile.ZipFile(archive.file) as packed:
        packed.extractall(tmp_path)
    *explained, command = (tmp_path / "README.txt").read_text().splitlines()
    options = [
        str(tmp_path / each) if each.endswith(".csv") else each for each in command.split()[2:-1]
    ]
    done = CliRunner().invoke(allocate, [*options, str(tmp_path / "decision")])

    values = {"basis": border.pk}
    assert explained == [say("archive.ordered", values, language) for language in LANGUAGES]
    assert "--require-all" in options
    assert done.exit_code == 0, done.output
    again = (tmp_path / "decision" / "awards.csv").read_text()
    assert again == (tmp_path / "awards.csv").read_text()
    assert again.splitlines()[1:] == [
        f"{code},border-line,{10 * BILLION}" for code in ("cobblers-a", "weavers-b", "weavers-c")
    ]


def test_the_files_of_an_ordered_run_hold_the_orders_and_nobodys_name(
    border: Run, own_district: People
) -> None:
    member = ApplicationMember.objects.filter(application__code="weavers-a").latest("pk").person
    county = working_group()
    cases = [
        *borders.lines("weavers-c", "weavers-b"),
        actions.OrderedLine("weavers-a", 2, 3, f"{member.full_name} looks for other work"),
    ]
    actions.order_borderline(
        run_id=border.pk, place_code=HASHTRUD, minutes=member.full_name, cases=cases, by=county
    )
    ordered = ordered_run(border, own_district.officer)

    archive = queries.export(by=own_district.auditor, run_id=ordered.pk)

    with zipfile.ZipFile(archive.file) as packed:
        written = {name: packed.read(name).decode() for name in packed.namelist()}
    assert written["orders.csv"].splitlines() == [
        "county,position,candidate_id,votes_for,votes_against,reason",
        f"{HASHTRUD},1,weavers-c,4,1,weavers-c is known here",
        f"{HASHTRUD},2,weavers-b,4,1,weavers-b is known here",
        f"{HASHTRUD},3,weavers-a,2,3,{member.code} looks for other work",
    ]
    user = User.objects.get(pk=county.user_id)
    names = {member.full_name, member.family_name, user.name_fa, user.name_en, user.username}
    assert not [name for name in names if name in "".join(written.values())]


def test_the_files_of_a_run_without_an_order_hold_none(border: Run, own_district: People) -> None:
    archive = queries.export(by=own_district.auditor, run_id=border.pk)

    with zipfile.ZipFile(archive.file) as packed:
        assert "orders.csv" not in packed.namelist()
        assert packed.read("README.txt").startswith(b"kargosha allocate ")


def test_a_run_without_a_borderline_has_nothing_to_order(solved: Run, own_district: People) -> None:
    state = queries.borderline_state(by=own_district.officer, run_id=solved.pk)

    assert (state.county_count, state.due_on, state.may_propose) == (0, None, False)


def test_an_ordered_run_tells_what_its_quotas_cost_the_computed_portfolio(
    border: Run, own_district: People
) -> None:
    assert actions.price_quotas(run_id=border.pk, by=SOLVER) == 1
    order(border, TABRIZ, "cobblers-b", "cobblers-a", by=working_group(TABRIZ))
    ordered = ordered_run(border, own_district.officer)

    page = queries.round_page(by=own_district.officer, run_id=ordered.pk)

    assert [(line.condition, line.cost_value is not None) for line in page.quotas] == [
        ("floor:tabriz", True)
    ]
    calls = queries.undecided_calls(by=own_district.officer)
    assert {call.code for call in calls} == {"border", "spring"}


def test_the_borderline_of_an_ordered_run_leads_to_what_was_ordered(
    border: Run, own_district: People
) -> None:
    order(border, HASHTRUD, "weavers-c", "weavers-a", "weavers-b", by=working_group())
    ordered = ordered_run(border, own_district.officer)
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username="officer"))

    page = client.get(f"/allocation/runs/{ordered.pk}/borderline/").content.decode()

    assert f"/allocation/runs/{border.pk}/borderline/" in page
    assert "Nothing to order" not in page
