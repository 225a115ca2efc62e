"""The workshop: what other weights would make of an index, and whether a move means anything."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import Index, IndexVersion, Place
from kargosha.areas.territory.queries.experiments import FEWEST_DRAWS
from kargosha.files.index import IndexOptions, method_of, shipped_methods
from kargosha.files.jalali import first_day
from kargosha.kernel import clock
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import NotFound
from tests.universe import STAGE

METHOD = shipped_methods()["deprivation"]
SCHOOLING = {
    "weight-unemployment_rate": "0.01",
    "weight-unemployment_rate_women": "0",
    "weight-participation_rate": "۰٫۰۱",
    "weight-illiteracy_rate": "5",
}


def tried(**asked: str) -> queries.Experiment:
    return queries.workshop(code="deprivation", by=ANYONE, asked=asked)


def method(code: str = "deprivation", **asked: str) -> IndexMethod:
    return queries.tried_method(code=code, by=ANYONE, asked=asked)


@pytest.mark.django_db
def test_what_is_published_moves_nobody() -> None:
    found = tried()

    assert (found.method, found.changes, found.faults) == (METHOD, [], ())
    assert (found.count, found.moving, found.mattering) == (20, 0, 0)
    assert (found.entering, found.leaving, found.has_new_figures) == ([], [], False)
    assert found.draws == IndexOptions().draws
    for move in found.moves:
        assert move.published is not None
        assert (move.rank, move.rank_low, move.rank_high) == (
            move.published.rank, move.published.rank_low, move.published.rank_high,
        )  # fmt: skip
    assert list(found.page("9")) == found.moves
    assert [move.place.slug for move in found.moves[20:]] == ["torkamanchay", "leylan", "hurand"]
    assert sum(line.share for line in found.terms) == pytest.approx(1)


@pytest.mark.django_db
def test_other_weights_say_who_moves_and_whether_it_matters() -> None:
    found = tried(**SCHOOLING)

    assert {change.code for change in found.changes} >= {
        "index_change.weight", "index_change.removed",
    }  # fmt: skip
    assert found.moving > found.mattering > 0
    for move in found.moves[:20]:
        assert move.published is not None
        assert move.rank is not None
        low, high = move.published.rank_low or 0, move.published.rank_high or 0
        assert move.moved == (move.published.rank or 0) - move.rank
        assert move.matters == (not low <= move.rank <= high)
    assert [move.rank for move in found.moves[:3]] == [1, 2, 3]
    neediest = {move.place for move in found.moves if (move.rank or 99) <= 4}
    assert set(found.entering) <= neediest
    assert not set(found.leaving) & neediest
    assert len(found.entering) == len(found.leaving) > 0


@pytest.mark.django_db
def test_bounds_follow_a_weight_in_proportion() -> None:
    doubled = method(**{"weight-illiteracy_rate": "0.5"}).terms[3]
    dropped = method(**{"weight-illiteracy_rate": "0"}).terms[3]

    assert (doubled.weight, doubled.least, doubled.most) == (0.5, 0.25, 0.75)
    assert (dropped.weight, dropped.least, dropped.most) == (0, 0, 0)
    assert method(**{"weight-illiteracy_rate": " "}) == METHOD


def test_a_weight_without_doubt_stays_so(own_database: str) -> None:
    sure = {"indicator": "population_change", "worst": "low", "weight": 0.3}
    idle = {"indicator": "unemployment_rate", "worst": "high", "weight": 0, "least": 0, "most": 1}
    publish({"terms": [sure, idle]})

    tried = method("emigration", **{"weight-population_change": "0.7"}).terms[0]
    used = method("emigration", **{"weight-unemployment_rate": "3"}).terms[1]

    assert (tried.least, tried.most) == (0.7, 0.7)
    assert (used.weight, used.least, used.most) == (3, 0, 3)


def test_a_choice_that_is_made_is_among_those_that_are_drawn(own_database: str) -> None:
    publish(
        {
            "terms": [{"indicator": "population_change", "worst": "low", "weight": 1}],
            "normalisations": ["rank"],
            "aggregations": ["arithmetic"],
        }
    )

    chosen = method("emigration", normalisation="z", aggregation="geometric", unknown="worst")

    assert (chosen.normalisation, chosen.normalisations) == ("z", ("rank", "z"))
    assert (chosen.aggregation, chosen.aggregations) == ("geometric", ("arithmetic", "geometric"))
    assert chosen.unknown == "worst"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"weight-illiteracy_rate": "much"}, "fault.index_weight"),
        ({"weight-illiteracy_rate": "-1"}, "fault.index_weight"),
        ({"normalisation": "luck"}, "fault.index_choice"),
        ({"unknown": "refuse"}, "fault.index_unknown"),
        ({f"weight-{code}": "0" for code in METHOD.indicators}, "fault.index_weightless"),
    ],
)
def test_what_cannot_be_computed_is_told(asked: dict[str, str], fault: str) -> None:
    found = tried(**asked)

    assert found.faults[0].code == fault
    assert (found.moves, found.count) == ((), 0)


@pytest.mark.django_db
def test_figures_that_changed_since_are_told() -> None:
    row = actions.ObservationRow("ahar", "unemployment_rate", first_day(1395), 40.0, "a recount")
    actions.record_observations(indicators=[], observations=[row], by=STAGE)

    found = tried()

    assert (found.changes, found.has_new_figures) == ([], True)
    assert found.moving > 0


@pytest.mark.django_db
def test_places_that_came_or_went_since_are_told() -> None:
    Place.objects.filter(slug="tabriz").update(valid_to=clock.today())
    new = actions.ObservationRow("hurand", "illiteracy_rate", first_day(1395), 99.0, "a count")
    actions.record_observations(indicators=[], observations=[new], by=STAGE)

    moves = {move.place.slug: move for move in tried().moves}

    assert (moves["tabriz"].rank, moves["tabriz"].moved, moves["tabriz"].matters) == (
        None,
        None,
        True,
    )
    assert (moves["hurand"].rank, moves["hurand"].moved, moves["hurand"].matters) == (1, None, True)


@pytest.mark.django_db
def test_a_place_that_is_new_has_no_published_rank() -> None:
    row = actions.PlaceRow(
        "new", "", "county", "نو", "New", "east-azerbaijan", None, None, None, None, "", "test"
    )
    actions.import_places(places=[row], successions=[], by=STAGE)

    move = next(each for each in tried().moves if each.place.slug == "new")

    assert (move.published, move.rank, move.moved, move.matters) == (None, None, None, False)


@pytest.mark.django_db
def test_many_places_are_given_fewer_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kargosha.areas.territory.queries.experiments.AT_ONCE", 500)

    assert tried().draws == FEWEST_DRAWS


@pytest.mark.django_db
def test_trying_asks_the_database_little() -> None:
    with CaptureQueriesContext(connection) as asked:
        tried(**SCHOOLING)

    assert len(asked) <= 12


@pytest.mark.django_db
def test_what_is_not_published_cannot_be_tried() -> None:
    Index.objects.create(code="luck", name_fa="بخت", name_en="Luck", meaning_fa="م", meaning_en="M")

    for code in ("luck", "atlantis"):
        with pytest.raises(NotFound):
            queries.workshop(code=code, by=ANYONE, asked={})


def publish(definition: dict[str, Any]) -> IndexVersion:
    proposal = actions.IndexProposal(method_of(definition), "county", "for a test")
    return actions.publish_index(code="emigration", proposal=proposal, by=STAGE)
