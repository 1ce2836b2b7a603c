"""The archive: ledgers kept, found again, and counted as happenings."""

import json
import os
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Optional, Union

from . import _chancery, _frames
from .ledger import Ledger

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Table:
    """An answer of the archive, in Arrow columns.

    Anything that reads the Arrow PyCapsule interface takes it as it is, without copying: `pyarrow.table(answer)`,
    `polars.DataFrame(answer)`, `duckdb.from_arrow(...)`. Iterating gives a dict for each row and needs no other package.
    """

    def __init__(self, inner: "_chancery.Table") -> None:
        self._inner = inner

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The table through the Arrow PyCapsule interface."""
        return self._inner.__arrow_c_stream__(requested_schema)

    @property
    def columns(self) -> List[str]:
        """The names of its columns."""
        return self._inner.columns

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._inner)

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        """A dict for each row."""
        return (json.loads(line) for line in self._inner.json_lines().splitlines())

    def to_arrow(self) -> "pyarrow.Table":
        """As a `pyarrow.Table`, without copying."""
        return _frames.to_arrow(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """As a pandas data frame."""
        return _frames.to_pandas(self)

    def to_polars(self) -> "polars.DataFrame":
        """As a polars data frame."""
        frame: "polars.DataFrame" = _frames.to_polars(self)
        return frame

    def __repr__(self) -> str:
        """How large it is."""
        return f"<Table: {len(self)} rows of {', '.join(self.columns)}>"


class Archive:
    """An archive: an SQLite file, or a database on a PostgreSQL server.

    url:   `news.db`, `sqlite:news.db` or `postgresql://…`
    write: whether ledgers may be added; an archive that is not there is then made
    as_of: a day or moment; answers are what they would have been then

    Filters have the names of the command line: `actor`, `recipient`, `dyad`, `type`, `context`, `country`, `since`, `until`, `near`, `via`,
    `min_sources`, `text`, `limit`. One value or a list of alternatives may be given; different filters must all hold.

        >>> archive = chancery.Archive("news.db")                                                    # doctest: +SKIP
        >>> archive.occurrences(type="ASSAULT", country="PSE", since="2023-01-01").to_pandas()       # doctest: +SKIP
    """

    def __init__(
        self, url: Union[str, "os.PathLike[str]"], *, write: bool = False, as_of: Optional[str] = None
    ) -> None:
        self._inner = _chancery.Archive(os.fspath(url), write=write or as_of is not None)
        if as_of is not None:
            self._inner = self._inner.as_of(str(as_of))

    def articles(self, **filters: Any) -> Table:
        """Articles as they stand now."""
        return Table(self._inner.query("articles", **filters))

    def events(self, **filters: Any) -> Table:
        """Events, as each article has them."""
        return Table(self._inner.query("events", **filters))

    def occurrences(self, **filters: Any) -> Table:
        """Happenings, each once, over all articles."""
        return Table(self._inner.query("occurrences", **filters))

    def statements(self, **filters: Any) -> Table:
        """Who said what."""
        return Table(self._inner.query("statements", **filters))

    def positions(self, **filters: Any) -> Table:
        """What holders are on record for or against."""
        return Table(self._inner.query("positions", **filters))

    def stories(self, **filters: Any) -> Table:
        """Articles about one matter."""
        return Table(self._inner.query("stories", **filters))

    def actors(self, **filters: Any) -> Table:
        """Entities joined over articles."""
        return Table(self._inner.query("actors", **filters))

    def series(
        self, by: str = "month", *, of: str = "occurrences", measure: str = "count", **filters: Any
    ) -> Table:
        """How often (`measure="count"`), or how hostile (`"scale"`), in each day, week, month, quarter or year."""
        return Table(self._inner.series(by, of=of, measure=measure, **filters))

    def sql(self, query: str) -> Table:
        """The answer to a question in SQL over the views of docs/archive.md; it can only read."""
        return Table(self._inner.sql(query))

    def changes(self, since: str) -> Table:
        """What changed since a day or moment."""
        return Table(self._inner.changes(since))

    def show(self, id: str) -> Dict[str, Any]:
        """One record with the words that support it."""
        record: Dict[str, Any] = json.loads(self._inner.show(id))
        return record

    def ledger(self, article: str) -> Ledger:
        """The ledger of an article, by its permanent id."""
        return Ledger.from_dict(json.loads(self._inner.ledger(article)))

    def add(self, ledgers: Union[Ledger, Iterable[Ledger]]) -> Dict[str, int]:
        """Keeps ledgers, each in a transaction of its own; how many were new, updated, known and recoded."""
        counts = {"new": 0, "updated": 0, "known": 0, "recoded": 0}
        for ledger in [ledgers] if isinstance(ledgers, Ledger) else ledgers:
            counts[self._inner.add(ledger.to_json())] += 1
        return counts

    def settle(self) -> int:
        """Puts new articles into stories, their events into occurrences, their entities into actors."""
        return self._inner.settle()
