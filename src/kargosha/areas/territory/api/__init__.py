from ninja import Router

from kargosha.areas.territory.api import places

router = Router()
router.add_router("", places.router)
