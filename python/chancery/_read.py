"""`read`: articles in, ledgers out."""

import json
import os
import warnings
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Union,
    cast,
    overload,
)

from . import _chancery, _frames
from ._engine import Engine, default_engine
from ._parse import Parsed
from .ledger import Ledger

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Item = Union[str, Mapping[str, Any], "os.PathLike[str]"]


class ReadWarning(UserWarning):
    """An article of a stream could not be read and was left out."""


@dataclass
class Failure:
    """An article of a stream that could not be read."""

    message: str
    """What is wrong with it, where it stands, and what to do."""
    source: str
    """The file, or `item` for what an iterable gave."""
    line: Optional[int]
    """Its line, record or number there, counted from 1."""


class Ledgers(Iterable[Ledger]):
    """The ledgers of a stream of articles, made while they are asked for and in the order of the articles.

    Iterate over them, or take all that are left as a table: `to_arrow`, `to_pandas`, `to_polars`. They can be had
    once, like the lines of an open file. A few articles for each thread are read ahead, and no more, so memory stays flat
    however long the stream is.
    """

    def __init__(self, stream: "_chancery.Stream", on_error: str) -> None:
        self._stream = stream
        self._on_error = on_error
        self._warned = 0

    def __iter__(self) -> Iterator[Ledger]:
        """The ledgers; with `on_error="keep"`, a `Failure` where there is none."""
        return self

    def __next__(self) -> Ledger:
        """The next ledger."""
        for text, message, source, line in self._stream:
            if text is not None:
                return Ledger.from_dict(json.loads(text))
            if self._on_error == "raise":
                raise _chancery.ReadError(message)
            if self._on_error == "keep":
                return cast(Ledger, Failure(message or "", source or "", line))
            self._warned += 1
            warnings.warn(message or "", ReadWarning, stacklevel=2)
        raise StopIteration

    @property
    def n_read(self) -> int:
        """How many articles were read so far."""
        return self._stream.counts[0]

    @property
    def n_failed(self) -> int:
        """How many could not be."""
        return self._stream.counts[1]

    @property
    def failures(self) -> List[str]:
        """Why articles could not be read, of the first thousand that could not be."""
        return self._stream.failures

    def batches(self, table: str = "ledgers", articles: int = 64) -> Any:
        """The rest as a stream of Arrow batches, each with the rows of so many articles, for large corpora.

            reader = pyarrow.RecordBatchReader.from_stream(chancery.read(paths).batches("events"))
            for batch in reader:
                writer.write_batch(batch)

        The tables are `ledgers` (a row for each article with its whole ledger, or with its `error`), `articles`,
        `events`, `statements`, `positions`, `entities`, `places` and `times`.
        """
        return self._stream.batches(table, articles)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The table `ledgers` through the Arrow PyCapsule interface."""
        return self.batches().__arrow_c_stream__(requested_schema)

    def to_arrow(self, table: str = "events") -> "pyarrow.Table":
        """All that are left as a `pyarrow.Table`; see `batches` for the tables there are."""
        return self._told(table, _frames.to_arrow(self.batches(table)))

    def to_pandas(self, table: str = "events") -> "pandas.DataFrame":
        """All that are left as a pandas data frame; see `batches` for the tables there are."""
        return self._told(table, _frames.to_pandas(self.batches(table)))

    def to_polars(self, table: str = "events") -> "polars.DataFrame":
        """All that are left as a polars data frame; see `batches` for the tables there are."""
        frame: "polars.DataFrame" = self._told(table, _frames.to_polars(self.batches(table)))
        return frame

    def _told(self, table: str, frame: Any) -> Any:
        """What a flat table leaves out is not left unsaid; the table `ledgers` has it in its column `error`."""
        failures = self.failures[self._warned :]
        self._warned += len(failures)
        if table == "ledgers" or not failures:
            return frame
        if self._on_error == "raise":
            raise _chancery.ReadError(failures[0])
        for message in failures:
            warnings.warn(message, ReadWarning, stacklevel=3)
        return frame

    def __repr__(self) -> str:
        """How far it is."""
        return f"<Ledgers: {self.n_read} read, {self.n_failed} failed so far>"


# A string is an iterable of strings too; the first overload is the one that counts.
@overload
def read(  # type: ignore[overload-overlap]
    articles: Union[str, Mapping[str, Any]],
    *,
    date: Optional[str] = ...,
    repair: bool = ...,
    on_error: str = ...,
    engine: Optional[Engine] = ...,
) -> Ledger: ...


@overload
def read(
    articles: Union["os.PathLike[str]", Iterable[Item]],
    *,
    date: Optional[str] = ...,
    repair: bool = ...,
    on_error: str = ...,
    engine: Optional[Engine] = ...,
) -> Ledgers: ...


def read(
    articles: Any,
    *,
    date: Optional[str] = None,
    repair: bool = True,
    on_error: str = "warn",
    engine: Optional[Engine] = None,
) -> Union[Ledger, Ledgers]:
    """Reads news reports.

    articles: a text, or a mapping with `text` and, as far as known, `id`, `url`, `publisher`, `title`, `date` and
              `language`: gives its `Ledger`. A `pathlib.Path` (text, JSONL, HTML, feeds, WARC, ZIP, Parquet, folders of
              them), or an iterable of any of these: gives `Ledgers`, one after the other. A string is always a text,
              never the name of a file.
    date:     the publication date to assume where the article has none, `2023-02-01`
    repair:   whether to repair what transport did to the text; without it offsets are those of the text given
    on_error: what becomes of an article of a stream that cannot be read: `warn` leaves it out with a `ReadWarning`,
              `raise` raises `ReadError` in its place (the next call goes on with the next one), `keep` gives a `Failure` in its place
    engine:   what to read with [default: the default engine]

    One article that cannot be read raises `ReadError`.
    """
    if on_error not in ("warn", "raise", "keep"):
        raise ValueError(f'on_error="{on_error}" is not known; there are warn, raise and keep')
    if not isinstance(articles, (str, bytes, Mapping, os.PathLike)) and not hasattr(articles, "__iter__"):
        kind = type(articles).__name__
        raise TypeError(f"articles of type {kind}; give a text, a mapping with `text`, a pathlib.Path, or an iterable of them")
    inner = (engine or default_engine())._inner
    if isinstance(articles, (str, bytes, Mapping)):
        return Ledger.from_dict(json.loads(inner.read_one(articles, date=date, repair=repair)))
    items = iter([articles]) if isinstance(articles, os.PathLike) else iter(articles)
    return Ledgers(inner.stream(items, date=date, repair=repair), on_error)


@overload
def parse(texts: str, *, engine: Optional[Engine] = ...) -> Parsed: ...  # type: ignore[overload-overlap]


@overload
def parse(texts: Iterable[str], *, engine: Optional[Engine] = ...) -> Iterator[Parsed]: ...


def parse(texts: Union[str, Iterable[str]], *, engine: Optional[Engine] = None) -> Union[Parsed, Iterator[Parsed]]:
    """The grammar of a text as spaCy's model gives it, in plain arrays; of an iterable, one after the other."""
    inner = (engine or default_engine())._inner
    if isinstance(texts, str):
        return Parsed.of(inner.parse(texts))
    return (Parsed.of(inner.parse(text)) for text in texts)
