"""The JSON door of offices, users, rules and the journal."""

from ninja import Router

from kargosha.portal.rooms.office.api.rules import router as rules
from kargosha.portal.rooms.office.api.users import router as users

router = Router()
router.add_router("", rules)
router.add_router("", users)
