from ninja import Router, Schema

from kargosha.areas.territory import queries
from kargosha.areas.territory.queries import CountyNeed
from kargosha.kernel.asking import Asked

router = Router()


class County(Schema):
    code: str
    slug: str
    name_fa: str
    name_en: str
    latitude: float | None
    longitude: float | None
    unemployment_percent: float | None
    population_change_percent: float | None
    population: float | None
    deprivation_rank: float | None
    emigration_rank: float | None


@router.get("/counties", response=list[County], auth=None, summary="Counties by need")
def counties(request: Asked, search: str = ""):  # type: ignore[no-untyped-def]
    return [_county(need) for need in queries.counties_by_need(by=request.actor, search=search)]


def _county(need: CountyNeed) -> County:
    return County(
        code=need.place.code,
        slug=need.place.slug,
        name_fa=need.place.name_fa,
        name_en=need.place.name_en,
        latitude=need.place.latitude,
        longitude=need.place.longitude,
        unemployment_percent=need.unemployment,
        population_change_percent=need.population_change,
        population=need.population,
        deprivation_rank=need.deprivation_rank,
        emigration_rank=need.emigration_rank,
    )
