"""How a file is handed out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def handed_out(name: str, content: bytes, kind: str) -> HttpResponse:
    """Return a file to be kept, under its name; no browser opens it as a page."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)
