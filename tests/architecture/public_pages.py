"""What anyone may see without signing in, each with the reason. Everything else is closed."""

PUBLIC_PAGES: dict[str, str] = {}

PUBLIC_QUERIES: dict[str, str] = {
    "kernel.queries.purpose": "every page says whether its rows are made up",
    "applications.queries.calls": "a call is a published invitation",
    "territory.queries.counties_by_need": "the census is published",
}
