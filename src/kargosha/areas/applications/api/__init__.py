from ninja import Router

from kargosha.areas.applications.api import activities, calls, proposals

router = Router()
router.add_router("", activities.router)
router.add_router("", calls.router)
router.add_router("", proposals.router)
