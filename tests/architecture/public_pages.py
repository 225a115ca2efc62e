"""What anyone may see without signing in, each with the reason. Everything else is closed."""

PUBLIC_PAGES: dict[str, str] = {
    "GET /": "the round that was published last, or how one comes about",
    "GET /account/sign-in/": "one has to sign in somewhere",
    "GET /territory/": "the census is published",
    "GET /territory/places/<slug:slug>/": "the census is published",
    "GET /applications/calls/": "a call is a published invitation",
    "GET /applications/calls/<slug:code>/": "a call is a published invitation",
    "GET /allocation/runs/": "lists published rounds only",
    "GET /office/rules/": "the rules in force are public; changes proposed are shown to the office only",
    "GET /api/office/rules": "the rules in force are public",
    "GET /api/openapi.json": "what the API offers is no secret",
    "GET /api/territory/counties": "the census is published",
    "GET /api/applications/calls": "a call is a published invitation",
    "GET /api/applications/calls/<code>/applications": "lists the places one may see: none",
    "GET /api/allocation/runs": "lists published rounds only",
}

PUBLIC_QUERIES: dict[str, str] = {
    "kernel.queries.purpose": "every page says whether its rows are made up",
    "applications.queries.calls": "a call is a published invitation",
    "territory.queries.places.counties_by_need": "the census is published",
}
