from ninja import Router

from kargosha.areas.applications.api import calls

router = Router()
router.add_router("", calls.router)
