"""Places of the province, what is known of them, and where need is greatest."""
