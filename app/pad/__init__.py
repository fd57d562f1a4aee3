"""The parts of the digit pad's panel."""
