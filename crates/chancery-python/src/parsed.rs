//! A parse as plain arrays, one for each attribute of a token, in spaCy's words.

use chancery_engine::doc::{Iob, Parse};
use chancery_engine::wire::{CodePoints, Pair};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

/// Strings as lists; numbers as bytes of 32 bits each, in the machine's order, for `array.array`.
pub(crate) fn dict<'py>(py: Python<'py>, text: &str, parse: &Parse) -> PyResult<Bound<'py, PyDict>> {
    let points = CodePoints::new(text);
    let (mut starts, mut ends, mut heads, mut sent_starts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for id in parse.ids() {
        let token = parse.token(id);
        let Pair(start, end) = points.pair(token.span);
        starts.push(number(start as usize));
        ends.push(number(end as usize));
        heads.push(number(token.head.index()));
        sent_starts.push(i32::from(token.sent_start));
    }
    let dict = PyDict::new(py);
    for (name, numbers) in [("start", starts), ("end", ends), ("head", heads), ("sent_start", sent_starts)] {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number: &i32| number.to_ne_bytes()).collect();
        dict.set_item(name, PyBytes::new(py, &bytes))?;
    }
    let word = |id| text.get(parse.span(id).range()).unwrap_or_default();
    dict.set_item("text", PyList::new(py, parse.ids().map(word))?)?;
    dict.set_item("lemma", PyList::new(py, parse.ids().map(|id| parse.lemma(id)))?)?;
    dict.set_item("norm", PyList::new(py, parse.ids().map(|id| parse.norm(id)))?)?;
    // These come from small sets, so each word is one object however often it stands.
    let few = |names: Vec<&str>| PyList::new(py, names.into_iter().map(|name| PyString::intern(py, name)));
    dict.set_item("tag", few(parse.ids().map(|id| parse.tag(id)).collect())?)?;
    dict.set_item("pos", few(parse.ids().map(|id| parse.pos(id).name()).collect())?)?;
    dict.set_item("morph", few(parse.ids().map(|id| parse.morph(id)).collect())?)?;
    dict.set_item("dep", few(parse.ids().map(|id| parse.dep(id)).collect())?)?;
    dict.set_item("ent_type", few(parse.ids().map(|id| parse.iob(id).1).collect())?)?;
    let iob = |id| match parse.iob(id).0 {
        Iob::B => "B",
        Iob::I => "I",
        Iob::O => "O",
    };
    dict.set_item("ent_iob", few(parse.ids().map(iob).collect())?)?;
    Ok(dict)
}

fn number(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
