"""The batches of a run: gathered, augmented, and the next one made ready meanwhile."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from nncore.data.augment import Augment
from nncore.training.samples import Samples

Batch = tuple[np.ndarray, np.ndarray]


class Feed:
    """Gives the batches of one run, one at a time, in buffers that it owns.

    What augmentation draws for a batch depends on the run's seed and the batch's place
    only, not on when or by whom it is made. So the next batch may be made by a thread
    while this one trains, be thrown away where the run turns elsewhere, and be made anew
    after a run is resumed, always with the same bits.
    """

    def __init__(self, samples: Samples, augment: Augment | None, seed: int) -> None:
        self._samples = samples
        self._augment = augment
        self._seed = seed
        self._buffers: list[dict[str, np.ndarray]] = [{}, {}]
        self._ahead: tuple[int, int, int] | None = None
        self._batch: Future[Batch] | None = None
        self._thread: ThreadPoolExecutor | None = None

    def take(self, order: np.ndarray, epoch: int, start: int, count: int) -> Batch:
        """Up to `count` samples of this epoch's order from `start` on, with their targets.

        The arrays may be used until the next call.
        """
        place = (epoch, start, count)
        if self._augment is None:
            return self._make(order, *place)
        if self._batch is not None and self._ahead == place:
            batch = self._batch.result()
        else:
            self.forget()
            batch = self._make(order, *place)
        self._prepare(order, epoch, start + count, count)
        return batch

    def _prepare(self, order: np.ndarray, epoch: int, start: int, count: int) -> None:
        """Have the thread make the batch at this place, if the epoch has one there."""
        self._batch = self._ahead = None
        # What was given out last is in use until the next call; the other is free.
        self._buffers.reverse()
        if start < len(order):
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "batches")
            self._ahead = (epoch, start, count)
            self._batch = self._thread.submit(self._make, order, *self._ahead)

    def _make(self, order: np.ndarray, epoch: int, start: int, count: int) -> Batch:
        rows = order[start : start + count]
        x, y = self._gather("x", self._samples.x, rows), self._gather("y", self._samples.y, rows)
        if self._augment is not None:
            rng = np.random.default_rng([self._seed, 3, epoch, start])
            self._augment(x, rng, out=x)
        return x, y

    def _gather(self, key: str, source: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The rows of `source`, in a buffer that is reused."""
        shape = (len(rows), *source.shape[1:])
        buffers = self._buffers[0]
        out = buffers.get(key)
        if out is None or out.shape != shape:
            out = buffers[key] = np.empty(shape, source.dtype)
        # mode="clip" writes straight into `out`; the rows are known to be in range.
        return source.take(rows, axis=0, out=out, mode="clip")

    def forget(self) -> None:
        """Throw away the batch that was made ahead; its buffers are free afterwards."""
        if self._batch is not None and not self._batch.cancel():
            self._batch.exception()  # waits until it is made
        self._batch = self._ahead = None

    def close(self) -> None:
        """End the thread, after the batch it is making; the next batch starts a new one."""
        self.forget()
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None
