"""Which proposals are funded, and from which fund."""
