"""The loss and accuracy panels: a curve for training and one for validation."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.jobs.mailbox import Mail
from app.jobs.session import Session
from app.jobs.training import Prepared, Progress
from app.models.layer_text import loss_words
from app.project import Project
from app.widgets.card import Card
from app.widgets.chip import Chip
from app.widgets.plot import LivePlot
from app.widgets.plot_menu import PlotMenu
from app.widgets.smooth_menu import MOST, SmoothMenu


class CurvePanel(Card):
    """One quantity over the epochs.

    Args:
        session: What it shows.
        metric: "loss" or "accuracy".
        title: The bold text.
        parent: The widget's parent.

    Signals:
        export_asked(metric, kind, plot_file): Write the plot to a file.
    """

    export_asked = Signal(str, str, object)

    def __init__(
        self, session: Session, metric: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, "", parent, margins=(6, 0, 8, 6))
        self.setObjectName(f"{metric}Panel")
        self.dirty = True
        self.urgent = False
        self._session = session
        self._metric = metric
        self._span = 0
        self._pending: list[Mail] = []
        self._measured = False
        percent = metric == "accuracy"
        self.plot = LivePlot(
            self.tr("epoch"), title.lower(), percent=percent, best="max" if percent else "min"
        )
        self.plot.add_series("train", self.tr("train"))
        self.plot.add_series("train_epochs", self.tr("train, by epoch"), tint="train")
        if metric == "loss":
            self.plot.add_series("rate", self.tr("rate"), smooth=False, right=True)
            norm, short = self.tr("gradient norm"), self.tr("norm")
            self.plot.add_series("norm", norm, right=True, follows_log=True, short=short)
        # A handful of points is read as it is, and the best of them is marked.
        self.plot.add_series("validation", self.tr("validation"), smooth=False)
        self.plot.setObjectName(f"{metric}Plot")
        self.plot.setAccessibleName(title)
        self._smooth = Chip(
            self.tr("smooth"),
            f"{metric}Smooth",
            self,
            tip=self.tr("Draw a running mean, or one point for every epoch."),
        )
        self.choices = SmoothMenu(f"{metric}SmoothMenu", self)
        self._smooth.set_menu(self.choices)
        self._log = Chip(
            self.tr("log"),
            f"{metric}Log",
            self,
            checkable=True,
            tip=self.tr("Draw factors instead of differences."),
        )
        self.choices.smoothing_chosen.connect(self._on_smoothing_chosen)
        self.choices.per_epoch_chosen.connect(self._on_per_epoch_chosen)
        self._log.clicked.connect(self._on_log_clicked)
        self._log.setVisible(metric == "loss")
        self.add_header_widget(self._smooth)
        self.add_header_widget(self._log)
        self._add_menu()
        self._add_choices()
        self.body.addWidget(self.plot, 1)
        session.training.prepared.connect(self._on_prepared)
        session.document.project_opened.connect(self._on_project_opened)
        session.training.mail_came.connect(self._on_mail)
        session.training.progressed.connect(self._on_progress)
        session.document.project_changed.connect(self._on_project_changed)
        session.data_changed.connect(self._show_empty)
        session.blocked_changed.connect(self._show_empty)
        self._show_empty()
        self._show_choices()

    def _add_menu(self) -> None:
        """One menu for the chip and for the plot, and what it does."""
        pins = self._session.pins
        self.menu = PlotMenu(f"{self._metric}Menu", self._pin_state, self)
        more = Chip(
            self.tr("more"),
            f"{self._metric}More",
            self,
            tip=self.tr(
                "Pin this run to compare later ones with it, or write the curves to a file."
            ),
        )
        more.set_menu(self.menu)
        self.add_header_widget(more)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.plot.customContextMenuRequested.connect(self._on_menu_asked)
        self.menu.pin_asked.connect(pins.pin)
        self.menu.unpin_asked.connect(pins.remove)
        self.menu.export_asked.connect(self.ask_export)
        pins.pinned.connect(self._on_pinned)
        pins.removed.connect(self.plot.remove_ghost)

    def _add_choices(self) -> None:
        """What is drawn on demand, with an axis at the right."""
        self._show_rate = self.menu.add_choice(
            "rate",
            self.tr("Show the learning rate"),
            self.tr("Draw the learning rate of every batch, on an axis at the right."),
        )
        self._show_norm = self.menu.add_choice(
            "norm",
            self.tr("Show the gradient norm"),
            self.tr("Measure from now on how long the gradient is, and draw it at the right."),
        )
        self._show_rate.triggered.connect(self._on_show_rate)
        self._show_norm.triggered.connect(self._on_show_norm)
        for action in (self._show_rate, self._show_norm):
            action.setVisible(self._metric == "loss")

    def _pin_state(self) -> tuple[bool, bool, dict[int, str]]:
        pins = self._session.pins
        self._store_pending()
        labels = self.plot.ghosts()
        pinned = {key: labels.get(key, name) for key, name in pins.names.items()}
        return bool(self.plot.curves()), not pins.is_full, pinned

    @Slot(str)
    def ask_export(self, kind: str) -> None:
        """Have the plot written, as "png", "svg" or "csv"."""
        self.export_asked.emit(self._metric, kind, self.plot_file)

    def plot_file(self, kind: str) -> Callable[[], bytes] | None:
        """The plot as a file of a kind; None while it is empty."""
        self._store_pending()
        some = self.plot.curves() or self.plot.ghosts()
        return self.plot.file(kind) if some else None

    @Slot(QPoint)
    def _on_menu_asked(self, at: QPoint) -> None:
        self.menu.popup(self.plot.mapToGlobal(at))

    @Slot(int, str)
    def _on_pinned(self, key: int, name: str) -> None:
        self._store_pending()
        self.plot.add_ghost(key, name, self.plot.curves())

    def refresh(self) -> None:
        """Draw what has come."""
        self._store_pending()
        self.plot.refresh()

    @Slot()
    def _on_project_opened(self) -> None:
        """Forget the run of the project before: this one's may have to wait for its data."""
        self._begin(self._session.config.epochs)

    def _begin(self, epochs: int) -> None:
        self._pending.clear()
        self._measured = False
        self.plot.clear()
        self._set_span(epochs)
        self.dirty = True

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._begin(prepared.epochs)
        for name, key in (
            ("train", self._metric),
            ("train_epochs", self._metric),
            ("validation", f"val_{self._metric}"),
        ):
            values = prepared.history.get(key, [])
            if values:
                self.plot.extend(name, np.arange(1, len(values) + 1.0), np.array(values))
        self._show_loss()
        self.dirty = True

    @Slot(object)
    def _on_mail(self, mail: Mail) -> None:
        self._pending.append(mail)
        self.dirty = True

    def _store_pending(self) -> None:
        """Hand over all mail since the last draw in one go."""
        mails, self._pending = self._pending, []
        if not mails:
            return
        loss = self._metric == "loss"
        xs = np.concatenate([mail.progress for mail in mails])
        if loss:
            self.plot.extend("rate", xs, np.concatenate([mail.rate for mail in mails]))
            self._store_norms(xs, np.concatenate([mail.norm for mail in mails]))
        ys = np.concatenate([mail.loss if loss else mail.accuracy for mail in mails])
        if not loss:
            known = ~np.isnan(ys)  # a regression has no accuracy
            xs, ys = xs[known], ys[known]
        if len(xs):
            self.plot.extend("train", xs, ys)
        for name, key in (("train_epochs", self._metric), ("validation", f"val_{self._metric}")):
            epochs = [e for mail in mails for e in mail.epochs if key in e.metrics]
            if epochs:
                measured = np.array([(e.epoch, e.metrics[key]) for e in epochs], float)
                self.plot.extend(name, measured[:, 0], measured[:, 1])

    def _store_norms(self, xs: np.ndarray, norms: np.ndarray) -> None:
        """Hand over what was measured; batches in a row that were not are one gap."""
        if not len(norms):
            return
        known = ~np.isnan(norms)
        kept = known.copy()
        kept[1:] |= known[:-1]
        kept[0] |= self._measured
        self._measured = bool(known[-1])
        self.plot.extend("norm", xs[kept], norms[kept])

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self._set_span(progress.epochs)

    def _set_span(self, epochs: int) -> None:
        if epochs != self._span:
            self._span = epochs
            self.plot.set_x_span(epochs)

    @Slot(float)
    def _on_smoothing_chosen(self, smoothing: float) -> None:
        self._change(self.tr("Smooth the curves"), "smoothing", smoothing=smoothing)

    @Slot(bool)
    def _on_per_epoch_chosen(self, on: bool) -> None:
        self._change(self.tr("Curves by epoch") if on else self.tr("Curves by batch"), per_epoch=on)

    @Slot()
    def _on_log_clicked(self) -> None:
        self._change(self.tr("Logarithmic loss"), log_loss=self._log.isChecked())

    @Slot(bool)
    def _on_show_rate(self, on: bool) -> None:
        text = self.tr("Show the learning rate") if on else self.tr("Hide the learning rate")
        self._change(text, show_rate=on)

    @Slot(bool)
    def _on_show_norm(self, on: bool) -> None:
        text = self.tr("Show the gradient norm") if on else self.tr("Hide the gradient norm")
        self._change(text, show_norm=on)

    def _change(self, text: str, merge_key: str = "", **changes: Any) -> None:
        def edit(project: Project) -> Project:
            return replace(project, view=replace(project.view, **changes))

        self._session.document.edit(text, edit, merge_key=merge_key)

    @Slot(object, object)
    def _on_project_changed(self, old: Project, new: Project) -> None:
        if old.view != new.view:
            self._show_choices()
        if old.config.loss != new.config.loss:
            self._show_loss()

    def _show_choices(self) -> None:
        view = self._session.document.project.view
        smoothing = min(MOST, max(0.0, view.smoothing))
        word = self.tr("epochs") if view.per_epoch else self.tr("smooth")
        self._smooth.setText(f"{word} {smoothing:.2f}" if smoothing else word)
        self._smooth.setAccessibleName(self._smooth.text())
        self.choices.set_choices(smoothing, per_epoch=view.per_epoch)
        self._show_rate.setChecked(view.show_rate)
        self._show_norm.setChecked(view.show_norm)
        if self._metric == "loss":
            self.plot.show_series("rate", view.show_rate)
            self.plot.show_series("norm", view.show_norm)
        self.plot.show_series("train", not view.per_epoch)
        self.plot.show_series("train_epochs", view.per_epoch)
        self._log.setChecked(view.log_loss)
        self.plot.set_smoothing(smoothing)
        self.plot.set_log_y(view.log_loss and self._metric == "loss")
        self._show_loss()
        self.dirty = True

    @Slot()
    def _show_empty(self) -> None:
        """Say why there is no curve."""
        data = self._session.data
        blocked = self._session.blocked
        text = self.tr("no curve yet") if blocked else self.tr("no curve yet: press Train")
        if self._metric == "accuracy" and data is not None and not data.is_classification:
            text = self.tr("these data have no classes")
        self.plot.set_empty_text(text)
        self.dirty = True

    def _show_loss(self) -> None:
        if self._metric == "loss":
            loss = self._session.config.loss
            names = [loss] if isinstance(loss, str) else dict.fromkeys(loss.values())
            tip = self.tr("Loss of this run: {0}").format(" + ".join(names))
            self.set_subtitle(" + ".join(map(loss_words, names)), tip=tip)
