"""Work outside the GUI thread: training, loading, saving."""
