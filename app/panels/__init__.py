"""The panels: one dock a file; they meet in the session and never in each other."""
