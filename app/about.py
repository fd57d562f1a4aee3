"""What Help, About says."""

from html import escape

import nncore
from app.i18n import translate
from app.settings import Settings
from nncore.paths import user_data_dir


def about_text(settings: Settings, data_dir: str) -> str:
    """Version, licence and where files are kept, as rich text."""
    text = translate(
        "About",
        "<b>Vitrine {0}</b><br>A glass case for neural networks.<br><br>"
        "MIT licence. Made with NumPy, Qt for Python and pyqtgraph.<br><br>"
        "Data: {1}<br>Settings: {2}",
    )
    data = escape(str(user_data_dir(data_dir or None)))
    return text.format(nncore.__version__, data, escape(str(settings.path)))
