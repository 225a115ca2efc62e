"""What one owes and by when, what is stuck, and the programme in one line of figures."""
