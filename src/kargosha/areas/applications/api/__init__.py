from ninja import Router

from kargosha.areas.applications.api import calls, proposals

router = Router()
router.add_router("", calls.router)
router.add_router("", proposals.router)
