import pytest

from nncore import kernels
from nncore.kernels import Kernels
from nncore.network import Network


@pytest.fixture(params=["numpy", "fast"])
def kernel_set(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kernels:
    """Each set of kernels in turn, in every workspace and run that the test makes."""
    if request.param == "fast":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    monkeypatch.setattr(kernels.choice, "_asked", request.param)
    chosen = kernels.load()
    defaults = {**(Network.workspace.__kwdefaults__ or {}), "kernels": chosen}
    monkeypatch.setattr(Network.workspace, "__kwdefaults__", defaults)
    return chosen
