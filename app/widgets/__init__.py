"""Instruments that draw numbers; they know neither nncore nor the document."""
