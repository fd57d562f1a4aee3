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
    """Validation accuracy, validation loss and the gap between training and validation."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metricsPanel")
        self._session = session
        self.accuracy = MetricCard(
            self.tr("val accuracy"),
            tip=self.tr("Share of the validation samples that are right."),
        )
        self.loss = MetricCard(
            self.tr("val loss"),
            tip=self.tr("Mean loss on samples the network does not train on."),
        )
        self.gap = MetricCard(
            self.tr("train − val"),
            tip=self.tr("Training minus validation accuracy in points; large is overfitting."),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card, share in ((self.accuracy, 5), (self.loss, 4), (self.gap, 4)):
            row.addWidget(card, share)
        session.training.prepared.connect(self._on_prepared)
        session.training.mail_came.connect(self._on_mail)

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._show({name: values[-1] for name, values in prepared.history.items() if values})

    @Slot(object)
    def _on_mail(self, mail: Mail) -> None:
        if mail.epochs:
            self._show(dict(mail.epochs[-1].metrics))

    def _show(self, metrics: dict[str, float]) -> None:
        accuracy, loss = metrics.get("val_accuracy"), metrics.get("val_loss")
        self.accuracy.set_value("–" if accuracy is None else f"{accuracy:.2%}".replace("%", " %"))
        self.loss.set_value("–" if loss is None else f"{loss:.4f}")
        train = metrics.get("accuracy")
        if accuracy is None or train is None:
            self.gap.set_value("–")
            return
        gap = train - accuracy
        self.gap.set_value(f"{gap * 100:.1f}", "caution" if gap > GAP_CAUTION else "")
