import pytest

import chancery
from conftest import MEETING, STRIKE


def test_plain_arrays(engine):
    parsed = chancery.parse("Arland's envoys left Paris. 🙂 Fine.", engine=engine)
    assert parsed.text[:4] == ["Arland", "'s", "envoys", "left"]
    assert parsed.lemma[3] == "leave" and parsed.pos[2] == "NOUN" and parsed.tag[3] == "VBD"
    assert parsed.head[2] == 3 and parsed.dep[3] == "ROOT" and parsed.head[3] == 3
    assert (parsed.start[4], parsed.end[4]) == (21, 26)
    assert parsed.ent_type[4] == "GPE" and parsed.ent_iob[4] == "B"
    assert sum(parsed.sent_start) >= 2
    assert len(parsed) == len(parsed.dep) == len(parsed.morph)
    assert "Arland/NNP" in repr(parsed)
    assert len(memoryview(parsed.head)) == len(parsed), "numbers have the buffer interface"


def test_of_an_iterable_and_of_nothing(engine):
    texts = [MEETING, STRIKE, ""]
    lengths = [len(parsed) for parsed in chancery.parse(iter(texts), engine=engine)]
    assert lengths == [len(chancery.parse(text, engine=engine)) for text in texts]
    assert lengths[2] == 0


def test_as_a_spacy_doc(engine):
    spacy = pytest.importorskip("spacy")
    model = chancery.find_model()
    nlp = spacy.load(model)
    for text in [MEETING, STRIKE, "The ministers of Peru and Chile met on Friday; they'd agreed on nothing."]:
        theirs, ours = nlp(text), chancery.parse(text, engine=engine).to_spacy(nlp.vocab)
        assert ours.text == theirs.text
        for one, other in zip(ours, theirs):
            assert (one.text, one.tag_, one.pos_, one.dep_, one.lemma_) == (
                other.text,
                other.tag_,
                other.pos_,
                other.dep_,
                other.lemma_,
            )
            assert one.head.i == other.head.i
        assert [(e.text, e.label_) for e in ours.ents] == [(e.text, e.label_) for e in theirs.ents]
