"""Training: a run's configuration, its events and the loop that yields them."""
