"""The engine: networks in NumPy, readable and fast, without any window."""
