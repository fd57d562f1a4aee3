"""The studio: a window over the engine."""
