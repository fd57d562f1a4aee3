"""What panels show, worked out from nncore's values without any widget."""
