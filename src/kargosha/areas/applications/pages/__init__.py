from kargosha.areas.applications.pages.calls import (
    call,
    call_freeze,
    call_new,
    call_signing,
    calls,
    calls_file,
    signed_paper,
    signed_proposals,
)

__all__ = [
    "call",
    "call_freeze",
    "call_new",
    "call_signing",
    "calls",
    "calls_file",
    "signed_paper",
    "signed_proposals",
]
