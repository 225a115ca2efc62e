from kargosha.areas.applications.pages.calls import call, calls

__all__ = ["call", "calls"]
