from kargosha.areas.territory.pages.indices import index, index_file, indices
from kargosha.areas.territory.pages.places import counties, place
from kargosha.areas.territory.pages.workshop import index_versions, workshop

__all__ = [
    "counties",
    "index",
    "index_file",
    "index_versions",
    "indices",
    "place",
    "workshop",
]
