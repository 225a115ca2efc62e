"""Which proposals are funded from which fund, and why: runs, awards, reasons, approvals."""
