"""People and groups over the API."""

from ninja import Router

from kargosha.areas.registry.api import groups, imports, interest, people

router = Router()
router.add_router("", groups.router)
router.add_router("", people.router)
router.add_router("", imports.router)
router.add_router("", interest.router)
