"""Files: one module for each format, with checks that never trust what a file declares."""
