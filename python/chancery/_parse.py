"""A parse as plain arrays, for those who know spaCy."""

from array import array
from dataclasses import dataclass
from typing import Any, Dict, List


@dataclass(repr=False)
class Parsed:
    """A parsed text: one array for each attribute of a token, as long as there are tokens.

    The names and values are spaCy's. The arrays of numbers hold 32 bits each and have the buffer interface, so
    `numpy.asarray(parsed.head)` copies nothing.
    """

    text: List[str]
    """The tokens."""
    start: "array[int]"
    """First code point of each in the text."""
    end: "array[int]"
    """One past the last."""
    lemma: List[str]
    """Lemmas."""
    norm: List[str]
    """Norms."""
    tag: List[str]
    """Penn Treebank tags."""
    pos: List[str]
    """Universal parts of speech."""
    morph: List[str]
    """Morphological features, `Number=Sing|Person=3`."""
    head: "array[int]"
    """Which token each depends on; a root on itself."""
    dep: List[str]
    """How it depends on it."""
    ent_iob: List[str]
    """`B` where a named entity begins, `I` inside it, `O` outside."""
    ent_type: List[str]
    """What kind of entity."""
    sent_start: "array[int]"
    """1 where a sentence begins, else 0."""

    @classmethod
    def of(cls, data: Dict[str, Any]) -> "Parsed":
        """From what the engine gives."""
        numbers = {name: array("i", value) for name, value in data.items() if isinstance(value, bytes)}
        return cls(**{**data, **numbers})

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.text)

    def __repr__(self) -> str:
        """Its first tokens."""
        shown = " ".join(f"{word}/{tag}" for word, tag in zip(self.text[:8], self.tag))
        return f"<Parsed: {len(self)} tokens, {shown}{' …' if len(self) > 8 else ''}>"

    def to_spacy(self, vocab: Any) -> Any:
        """As a `spacy.tokens.Doc` of this vocabulary (`nlp.vocab`), for what is written for spaCy."""
        from spacy.tokens import Doc

        ents = [f"{iob}-{kind}" if kind else "O" for iob, kind in zip(self.ent_iob, self.ent_type)]
        following = list(self.start[1:]) + [self.end[-1] if len(self) else 0]
        # A space of its own is a token in spaCy too, so what lies between two tokens is one blank or nothing.
        spaces = [end < start for end, start in zip(self.end, following)]
        return Doc(
            vocab,
            words=self.text,
            spaces=spaces,
            tags=self.tag,
            pos=self.pos,
            morphs=self.morph,
            lemmas=self.lemma,
            heads=list(self.head),
            deps=self.dep,
            sent_starts=[bool(one) for one in self.sent_start] if not any(self.dep) else None,
            ents=ents,
        )
