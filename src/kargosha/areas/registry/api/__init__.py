"""People and groups over the API."""

from ninja import Router

router = Router()
