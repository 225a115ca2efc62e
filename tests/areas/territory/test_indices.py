"""Indices are published version by version, each frozen with the figures that it was computed from."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from kargosha.analysis.errors import BadTable
from kargosha.analysis.territory.index_method import IndexMethod
from kargosha.areas.territory import actions, frames, queries
from kargosha.areas.territory.actions import indices as publishing
from kargosha.areas.territory.models import IndexFigure, IndexVersion, PlaceEstimate
from kargosha.files.index import method_of, shipped_methods
from kargosha.files.jalali import first_day
from kargosha.kernel.access import ANYONE
from kargosha.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from kargosha.kernel.models import JournalEntry
from tests import universe
from tests.universe import STAGE, People

METHOD = shipped_methods()["deprivation"]


@pytest.fixture
def own_people(own_database: str, settings: Any) -> People:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return universe.people()


def reweighed(**weights: float) -> IndexMethod:
    """Return the shipped method with other weights and no doubt about them."""
    terms = [
        replace(term, weight=weight, least=weight, most=weight)
        for term in METHOD.terms
        if (weight := weights.get(term.indicator, term.weight))
    ]
    return replace(METHOD, terms=tuple(terms))


def proposal(method: IndexMethod = METHOD, **others: Any) -> actions.IndexProposal:
    said = {"level": "county", "note": "tried in the workshop"}
    return actions.IndexProposal(method, **(said | others))


def changed_figure() -> None:
    row = actions.ObservationRow("ahar", "unemployment_rate", first_day(1395), 30.0, "a slip")
    actions.record_observations(indicators=[], observations=[row], by=STAGE)


@pytest.mark.django_db
def test_the_first_versions_come_with_the_reference_data() -> None:
    lines = {line.index.code: line for line in queries.indices(by=ANYONE)}

    assert lines.keys() == {"deprivation", "emigration"}
    for code, line in lines.items():
        (first,) = line.versions
        assert (first.version.number, first.version.published_by) == (1, None)
        assert method_of(first.version.method) == shipped_methods()[code]
        assert first.changes == ()
        estimates = PlaceEstimate.objects.filter(version=first.version)
        assert estimates.filter(rank__isnull=False).count() == 20
        unknown = estimates.filter(rank=None).values_list("place__slug", flat=True)
        assert set(unknown) == {"hurand", "leylan", "torkamanchay"}


@pytest.mark.django_db
def test_a_version_holds_what_it_was_computed_from() -> None:
    version = IndexVersion.objects.get(index__code="deprivation")

    figures = frames.published_figures(version)

    assert figures.equals(frames.latest_figures(METHOD.indicators, "county"))
    worst = PlaceEstimate.objects.get(version=version, rank=1)
    parts = IndexFigure.objects.filter(version=version, place=worst.place)
    assert sum(part.contribution or 0 for part in parts) == pytest.approx(worst.value)
    assert all(part.source and part.observed_on for part in parts)
    assert version.provenance["inputs"].keys() == {"observations", "method"}
    assert (version.draws, version.confidence) == (10_000, 0.9)


@pytest.mark.django_db
def test_a_version_is_never_changed() -> None:
    for rows, change in (
        (IndexVersion.objects, {"note": "another"}),
        (PlaceEstimate.objects, {"rank": 1}),
        (IndexFigure.objects, {"value": 0.0}),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.update(**change)


def test_an_analyst_publishes_the_next_version(own_people: People) -> None:
    method = reweighed(unemployment_rate=0.9, higher_education_share=0.0)

    version = actions.publish_index(
        code="deprivation", proposal=proposal(method, after=1), by=own_people.analyst
    )

    line = queries.index_versions(code="deprivation", by=ANYONE)
    assert [each.version.number for each in line.versions] == [2, 1]
    assert version.published_by_id == own_people.analyst.user_id
    assert {change.code for change in line.versions[0].changes} == {
        "index_change.weight", "index_change.removed", "index_change.bounds",
    }  # fmt: skip
    entry = JournalEntry.objects.latest("id")
    assert (entry.event, entry.subject) == ("index.published", "index:deprivation:2")
    assert PlaceEstimate.objects.filter(version=version).count() == 23


def test_what_changed_is_told(own_people: People) -> None:
    other = replace(METHOD, normalisation="z", aggregation="geometric", unknown="middle")
    fewer = replace(other, terms=other.terms[:-1])
    turned = replace(METHOD, terms=(replace(METHOD.terms[0], worst="low"), *METHOD.terms[1:]))
    for method in (other, other, fewer, METHOD, turned, METHOD):
        actions.publish_index(code="deprivation", proposal=proposal(method), by=STAGE)
    changed_figure()
    actions.publish_index(code="deprivation", proposal=proposal(), by=STAGE)

    told = [
        {change.code for change in each.changes}
        for each in queries.index_versions(code="deprivation", by=ANYONE).versions
    ][::-1]

    assert told[1:3] == [
        {"index_change.normalisation.z", "index_change.aggregation.geometric", "index_change.unknown.middle"},
        {"index_change.none"},
    ]  # fmt: skip
    assert "index_change.removed" in told[3]
    assert "index_change.added" in told[4]
    assert told[5] == {"index_change.worst.low"}
    assert told[6] == {"index_change.worst.high"}
    assert told[7] == {"index_change.figures"}


def test_another_level_is_told(own_people: People) -> None:
    version = actions.publish_index(
        code="deprivation", proposal=proposal(level="province"), by=own_people.analyst
    )

    (line, _) = queries.index_versions(code="deprivation", by=ANYONE).versions
    assert "index_change.level" in {change.code for change in line.changes}
    assert PlaceEstimate.objects.get(version=version).percentile == 0.5


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (proposal(note="  "), "index_note_missing"),
        (proposal(level="moon"), "unfit .*level"),
        (proposal(note="\x00"), "unfit .*note"),
        (
            proposal(replace(METHOD, terms=(replace(METHOD.terms[0], indicator="luck"),))),
            "unknown_code .*luck",
        ),
    ],
)
def test_what_cannot_be_published_is_refused(
    own_people: People, asked: actions.IndexProposal, refusal: str
) -> None:
    with pytest.raises(Refused, match=refusal):
        actions.publish_index(code="deprivation", proposal=asked, by=own_people.analyst)

    assert IndexVersion.objects.count() == 2


def test_a_faulty_method_publishes_nothing(own_people: People) -> None:
    with pytest.raises(BadTable):
        actions.publish_index(
            code="deprivation", proposal=proposal(replace(METHOD, terms=())), by=own_people.analyst
        )
    with pytest.raises(NotFound):
        actions.publish_index(code="luck", proposal=proposal(), by=own_people.analyst)
    with pytest.raises(NotAllowed):
        actions.publish_index(code="deprivation", proposal=proposal(), by=own_people.officer)

    assert IndexVersion.objects.count() == 2


def test_what_was_worked_out_on_an_earlier_version_conflicts(own_people: People) -> None:
    actions.publish_index(code="deprivation", proposal=proposal(after=1), by=own_people.analyst)

    with pytest.raises(Conflict, match="index_published"):
        actions.publish_index(code="deprivation", proposal=proposal(after=1), by=own_people.analyst)


def test_figures_that_change_meanwhile_make_the_result_void(
    own_people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute = publishing.index_apart

    def slowly(*asked: Any) -> Any:
        found = compute(*asked)
        changed_figure()
        return found

    monkeypatch.setattr(publishing, "index_apart", slowly)

    with pytest.raises(Conflict, match="figures_changed"):
        actions.publish_index(code="deprivation", proposal=proposal(), by=own_people.analyst)
    assert IndexVersion.objects.count() == 2


@pytest.mark.django_db
def test_indices_are_named_again_in_other_words() -> None:
    row = actions.IndexRow("deprivation", "کمبود", "Want", "معنا", "Meaning")

    actions.name_indices(indices=[row], by=STAGE)

    line = queries.index_versions(code="deprivation", by=ANYONE)
    assert (line.index.name_en, len(line.versions)) == ("Want", 1)
    with pytest.raises(Refused, match="unfit"):
        actions.name_indices(indices=[replace(row, name_fa="")], by=STAGE)
    with pytest.raises(NotAllowed):
        actions.name_indices(indices=[row], by=ANYONE)


def test_an_indicator_that_is_unknown_everywhere_is_shown_so(own_people: People) -> None:
    luck = actions.IndicatorRow("luck", "بخت", "Luck", "share", "high")
    actions.record_observations(indicators=[luck], observations=[], by=STAGE)
    method = replace(METHOD, terms=(*METHOD.terms, replace(METHOD.terms[0], indicator="luck")))
    actions.publish_index(code="deprivation", proposal=proposal(method), by=own_people.analyst)

    found = queries.ranking(code="deprivation", number=2, by=ANYONE, asked={})

    (line,) = [each for each in found.sources if each.indicator.code == "luck"]
    assert (line.source, line.known_count, line.unknown_count) == ("", 0, 23)
