from datetime import date, datetime
from typing import Any

from ninja import Router, Schema
from ninja.pagination import paginate
from ninja.responses import Status

from kargosha.areas.territory import actions, queries
from kargosha.areas.territory.models import IndexVersion, PlaceEstimate
from kargosha.areas.territory.queries import VersionLine
from kargosha.files.index import method_of
from kargosha.kernel.asking import Asked

router = Router()


class ChangeShape(Schema):
    code: str
    values: dict[str, Any]


class VersionShape(Schema):
    number: int
    level: str
    note: str
    published_at: datetime
    published_by: str | None
    changes: list[ChangeShape]


class IndexShape(Schema):
    code: str
    name_fa: str
    name_en: str
    meaning_fa: str
    meaning_en: str
    versions: list[VersionShape]


class SourceShape(Schema):
    indicator: str
    source: str
    first_on: date | None
    last_on: date | None
    known_count: int
    unknown_count: int


class WholeVersionShape(VersionShape):
    method: dict[str, Any]
    draws: int
    seed: int
    confidence: float
    provenance: dict[str, Any]
    ranked_count: int
    unknown_count: int
    sources: list[SourceShape]


class EstimateShape(Schema):
    place: str
    code: str
    name_fa: str
    name_en: str
    value: float | None
    value_low: float | None
    value_high: float | None
    percentile: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    worst_fifth_probability: float | None
    known_share: float

    @staticmethod
    def resolve_place(found: PlaceEstimate) -> str:
        return found.place.slug

    @staticmethod
    def resolve_code(found: PlaceEstimate) -> str:
        return found.place.code

    @staticmethod
    def resolve_name_fa(found: PlaceEstimate) -> str:
        return found.place.name_fa

    @staticmethod
    def resolve_name_en(found: PlaceEstimate) -> str:
        return found.place.name_en


class PublishRequest(Schema):
    method: dict[str, Any]
    level: str = "county"
    note: str
    after: int | None = None


@router.get("/indices", response=list[IndexShape], auth=None, summary="Indices and their versions")
def indices(request: Asked):  # type: ignore[no-untyped-def]
    return [
        IndexShape(
            code=line.index.code,
            name_fa=line.index.name_fa,
            name_en=line.index.name_en,
            meaning_fa=line.index.meaning_fa,
            meaning_en=line.index.meaning_en,
            versions=[_version(each) for each in line.versions],
        )
        for line in queries.indices(by=request.actor)
    ]


@router.get(
    "/indices/{code}/versions/{number}",
    response=WholeVersionShape,
    auth=None,
    summary="A published version: its method, and where its figures come from",
)
def index_version(request: Asked, code: str, number: int):  # type: ignore[no-untyped-def]
    found = queries.ranking(code=code, number=number, by=request.actor, asked={})
    line = VersionLine(found.version, found.changes)
    return _version(line).dict() | {
        "method": found.version.method,
        "draws": found.version.draws,
        "seed": found.version.seed,
        "confidence": found.version.confidence,
        "provenance": found.version.provenance,
        "ranked_count": found.count,
        "unknown_count": found.unknown,
        "sources": [
            vars(source) | {"indicator": source.indicator.code} for source in found.sources
        ],
    }


@router.get(
    "/indices/{code}/versions/{number}/places",
    response=list[EstimateShape],
    auth=None,
    summary="What a version says of each place, the worst first",
)
@paginate
def estimates(request: Asked, code: str, number: int):  # type: ignore[no-untyped-def]
    return queries.estimates(code=code, number=number, by=request.actor)


@router.post(
    "/indices/{code}/versions", response={201: VersionShape}, summary="Publish the next version"
)
def publish_index(request: Asked, code: str, asked: PublishRequest):  # type: ignore[no-untyped-def]
    method = method_of(asked.method)
    proposal = actions.IndexProposal(method, asked.level, asked.note, asked.after)
    version = actions.publish_index(code=code, proposal=proposal, by=request.actor)
    lines = queries.index_versions(code=code, by=request.actor).versions
    return Status(201, _version(next(each for each in lines if each.version == version)))


def _version(line: VersionLine) -> VersionShape:
    version: IndexVersion = line.version
    return VersionShape(
        number=version.number,
        level=version.level,
        note=version.note,
        published_at=version.published_at,
        published_by=None if version.published_by is None else version.published_by.office_code,
        changes=[ChangeShape(code=each.code, values=dict(each.values)) for each in line.changes],
    )
