from ninja import Router

from kargosha.areas.funding.api import money, terms

router = Router()
router.add_router("", money.router)
router.add_router("", terms.router)
