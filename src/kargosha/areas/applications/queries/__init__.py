"""What a person may ask about calls and proposals."""

from kargosha.areas.applications.queries.calls import call_page, calls
from kargosha.areas.applications.queries.proposals import applications

__all__ = ["applications", "call_page", "calls"]
