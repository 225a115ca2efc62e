from ninja import Router

from kargosha.areas.territory.api import cases, imports, indices, migration, places

router = Router()
router.add_router("", cases.router)
router.add_router("", imports.router)
router.add_router("", indices.router)
router.add_router("", migration.router)
router.add_router("", places.router)
