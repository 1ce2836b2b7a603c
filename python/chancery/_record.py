"""What the records of a ledger can do besides holding their fields."""

import json
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, ClassVar, Dict, List, Tuple, Type, TypeVar

if TYPE_CHECKING:
    from .ledger import Entity, Evidence

_LONGEST = 60

_R = TypeVar("_R", bound="Record")


class Record:
    """A part of a ledger."""

    #: The fields in the order of the ledger's JSON.
    _keys: ClassVar[Tuple[str, ...]] = ()
    #: What the values of some fields are made members of.
    _made: ClassVar[Dict[str, Any]] = {}

    @classmethod
    def from_dict(cls: Type[_R], data: Dict[str, Any]) -> _R:
        """From its JSON. Fields that this version does not know are passed over, lists that are missing are empty."""
        values = {}
        for one in fields(cls):  # type: ignore[arg-type]
            key = _key(one.name)
            value = data.get(key)
            if value is None:
                if one.default is MISSING and one.default_factory is MISSING:
                    raise KeyError(f"the {cls.__name__} has no {key}")
                continue
            made = cls._made.get(key)
            if made is not None:
                make = tuple if made is tuple else made.from_dict
                # A list of spans is a list of lists, a span alone a list of numbers.
                many = isinstance(value, list) and (made is not tuple or not value or isinstance(value[0], list))
                value = [make(part) for part in value] if many else make(value)
            values[one.name] = value
        return cls(**values)

    def to_dict(self) -> Dict[str, Any]:
        """As the ledger's JSON has it."""
        return {key: _plain(getattr(self, "from_" if key == "from" else key)) for key in self._keys}

    def __repr__(self) -> str:
        """Its fields without the empty ones; long texts are cut, and lists of records counted."""
        shown = []
        for key in self._keys:
            name = "from_" if key == "from" else key
            value = getattr(self, name)
            if value is None or value == [] or value is False or _is_empty(value):
                continue
            shown.append(f"{name}={_short(value)}")
        return f"{type(self).__name__}({', '.join(shown)})"


class LedgerBase(Record):
    """What a ledger can do: find what an id or an offset stands for, and become JSON again."""

    article: Any
    entities: List[Any]
    events: List[Any]
    statements: List[Any]
    positions: List[Any]

    def to_json(self) -> str:
        """One line of JSON, as `chancery read --format jsonl` writes it."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def entity(self, id: str) -> "Entity":
        """The entity with this id, such as `e1`."""
        found: "Entity"
        for found in self.entities:
            if found.id == id:
                return found
        raise KeyError(f"the ledger has no entity {id}")

    def quote(self, start: int, end: int) -> str:
        """The words between two offsets."""
        return str(self.article.text[start:end])

    def words_of(self, evidence: "Evidence") -> str:
        """The sentence or clause that supports a record: one of its `evidence`."""
        return self.quote(evidence.start, evidence.end)

    def __repr__(self) -> str:
        """What it is of, and how much is in it."""
        counts = [
            f"{len(getattr(self, name))} {name}" for name in ("entities", "events", "statements", "positions")
        ]
        return f"<Ledger of {self.article.id!r}: {', '.join(counts)}>"


def _key(name: str) -> str:
    return "from" if name == "from_" else name


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _is_empty(value: Any) -> bool:
    """Whether it is a record that says nothing, such as casualties where there are none."""
    return isinstance(value, Record) and all(getattr(value, one.name) is None for one in fields(value))  # type: ignore[arg-type]


def _short(value: Any) -> str:
    if isinstance(value, str) and len(value) > _LONGEST:
        return repr(value[: _LONGEST - 1] + "…")
    if isinstance(value, list) and value and isinstance(value[0], Record):
        return f"<{len(value)}>"
    return repr(value)
