from ninja import Router

from kargosha.areas.allocation.api import borderline, letters, rounds

router = Router()
router.add_router("", borderline.router)
router.add_router("", letters.router)
router.add_router("", rounds.router)
