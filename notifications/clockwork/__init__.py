"""What intake and delivery keep time by: the clock, the turns of writers, the bell that wakes dispatchers."""
