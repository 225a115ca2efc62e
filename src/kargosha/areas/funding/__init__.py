"""Who gives the money, under which terms, and which quotas bind it."""
