"""What starting costs, in imported modules: seconds depend on the machine, this does not."""

import json
import subprocess
import sys

MOST_MODULES = 760
"""On 2026-11-28: 738 after `import app.start`, 739 with the window shown, and no more with its
run ready; 713 and 714 before the welcome, the pad's pages and the drops came."""

NEEDED_LATER = {
    "PIL", "matplotlib", "numba", "onnx", "pandas", "pooch", "scipy", "sklearn", "tensorboardX",
    "torch", "tqdm", "unittest",
}  # fmt: skip

PROGRAM = """
import json, sys
before = set(sys.modules)
from PySide6.QtWidgets import QApplication
import app.__main__, app.start
from app.jobs.session import Session
from app.main_window import MainWindow
from app.settings import Settings
application = QApplication([])
window = MainWindow(Session(), Settings(safe_mode=True))
window.show()
application.processEvents()
window.session.close()
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_starting_imports_no_more_than_the_window_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert {name.partition(".")[0] for name in modules} & NEEDED_LATER == set()
    assert len(modules) <= MOST_MODULES, len(modules)
