"""The metrics panel: the numbers that matter, large."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.jobs.mailbox import Mail
from app.jobs.session import Session
from app.jobs.training import Prepared
from app.widgets.metric_card import MetricCard

GAP_CAUTION = 0.03
"""Training this much better than validation is worth a warning: the network overfits."""


class MetricsPanel(QWidget):
    """For classes accuracy, macro F1 and the gap to training; for numbers the losses."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metricsPanel")
        self._session = session
        self.accuracy = MetricCard(
            self.tr("val accuracy"),
            tip=self.tr("Share of the validation samples that are right."),
        )
        self.f1 = MetricCard(
            self.tr("macro F1"),
            tip=self.tr(
                "Mean over the classes of 2pr / (p + r), with precision p and recall r on the "
                "validation samples; a rare class counts as much as a common one."
            ),
        )
        self.gap = MetricCard(
            self.tr("train − val"),
            tip=self.tr(
                "Training minus validation accuracy, in percentage points; large is overfitting."
            ),
        )
        self.loss = MetricCard(
            self.tr("val loss"),
            tip=self.tr("Mean loss on samples the network does not train on."),
        )
        self.train_loss = MetricCard(
            self.tr("train loss"),
            tip=self.tr("Mean loss on the training samples over the last epoch."),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card, share in (
            (self.accuracy, 5),
            (self.f1, 4),
            (self.gap, 4),
            (self.loss, 1),
            (self.train_loss, 1),
        ):
            row.addWidget(card, share)
        session.training.prepared.connect(self._on_prepared)
        session.training.mail_came.connect(self._on_mail)
        session.document.project_opened.connect(self._on_project_opened)
        session.data_changed.connect(self._show_cards)
        self._show_cards()

    @Slot()
    def _show_cards(self) -> None:
        """Those that make sense for these data."""
        data = self._session.data
        classes = data is None or data.is_classification
        for card in (self.accuracy, self.f1, self.gap):
            card.setVisible(classes)
        for card in (self.loss, self.train_loss):
            card.setVisible(not classes)

    @Slot()
    def _on_project_opened(self) -> None:
        self._show({})

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._show({name: values[-1] for name, values in prepared.history.items() if values})

    @Slot(object)
    def _on_mail(self, mail: Mail) -> None:
        if mail.epochs:
            self._show(dict(mail.epochs[-1].metrics))

    def _show(self, metrics: dict[str, float]) -> None:
        accuracy, train = metrics.get("val_accuracy"), metrics.get("accuracy")
        self.accuracy.set_value("–" if accuracy is None else f"{accuracy:.2%}".replace("%", " %"))
        for card, name, digits in (
            (self.f1, "val_macro_f1", 3),
            (self.loss, "val_loss", 4),
            (self.train_loss, "loss", 4),
        ):
            value = metrics.get(name)
            card.set_value("–" if value is None else f"{value:.{digits}f}")
        if accuracy is None or train is None:
            self.gap.set_value("–")
            return
        gap = train - accuracy
        self.gap.set_value(
            f"{gap * 100:.1f} %".replace("-", "−"), "caution" if gap > GAP_CAUTION else ""
        )
