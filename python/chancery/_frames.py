"""Arrow streams as the tables of other packages, which are asked for only when they are wanted."""

import importlib
from typing import Any


def _needed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as cause:
        raise ImportError(f"{name} is not installed; run `pip install {name}`") from cause


def to_arrow(stream: Any) -> Any:
    """A `pyarrow.Table` that shares the memory of the stream's batches."""
    return _needed("pyarrow").RecordBatchReader.from_stream(stream).read_all()


def to_pandas(stream: Any) -> Any:
    """A pandas data frame."""
    _needed("pandas")
    return to_arrow(stream).to_pandas()


def to_polars(stream: Any) -> Any:
    """A polars data frame; pyarrow is not needed."""
    return _needed("polars").DataFrame(stream)
