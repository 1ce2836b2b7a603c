//! The weights of one component, as thinc writes them.
//!
//! A model file is a map of four lists over the nodes of a network: `nodes` (name, sizes, references), `attrs`, `params`
//! and `shims`. Children are not written down, only their order (breadth first), so layers are taken by name and in
//! order, and every array is checked against the shape its place asks for. A layer that has weights and is not taken
//! would change the results unseen, so [`Network::expect_only`] refuses it.

use std::collections::BTreeMap;

use crate::Error;
use crate::msgpack::Value;

/// An array of weights.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tensor {
    shape: Vec<usize>,
    numbers: Vec<f32>,
}

impl Tensor {
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The numbers, if the array has this shape.
    pub(crate) fn with_shape(&self, shape: &[usize]) -> Result<&[f32], Error> {
        if self.shape == shape {
            Ok(&self.numbers)
        } else {
            Err(Error::broken(format!(
                "an array of weights is {} where the configuration asks for {}",
                sizes(&self.shape),
                sizes(shape)
            )))
        }
    }
}

fn sizes(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    if sizes.is_empty() { "a single number".to_owned() } else { sizes.join(" x ") }
}

/// A layer of a network.
#[derive(Debug)]
pub(crate) struct Node {
    name: String,
    refs: BTreeMap<String, usize>,
    numbers: BTreeMap<String, u64>,
    flags: BTreeMap<String, bool>,
    lists: BTreeMap<String, Vec<String>>,
    params: BTreeMap<String, Tensor>,
}

impl Node {
    /// An array of weights.
    pub(crate) fn param(&self, name: &str) -> Result<&Tensor, Error> {
        self.params.get(name).ok_or_else(|| Error::broken(format!("layer `{}` has no weights `{name}`", self.name)))
    }

    /// A whole number among the attributes.
    pub(crate) fn number(&self, name: &str) -> Result<u64, Error> {
        let number = self.numbers.get(name).copied();
        number.ok_or_else(|| Error::broken(format!("layer `{}` has no number `{name}`", self.name)))
    }

    /// A yes or no among the attributes.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.flags.get(name).copied()
    }

    /// A list of names among the attributes.
    pub(crate) fn list(&self, name: &str) -> Result<&[String], Error> {
        let list = self.lists.get(name).map(Vec::as_slice);
        list.ok_or_else(|| Error::broken(format!("layer `{}` has no list `{name}`", self.name)))
    }
}

/// The layers of a component's model, in the file's order.
#[derive(Debug)]
pub(crate) struct Network {
    nodes: Vec<Node>,
}

impl Network {
    /// Reads a model file.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Network, Error> {
        let file = Value::decode(bytes).map_err(Error::broken)?;
        let list = |key: &str| {
            let list = file.get(key).and_then(Value::as_array);
            list.ok_or_else(|| Error::broken(format!("is no thinc model: it has no list `{key}`")))
        };
        let (nodes, attrs, params) = (list("nodes")?, list("attrs")?, list("params")?);
        if nodes.is_empty() || nodes.len() != attrs.len() || nodes.len() != params.len() {
            return Err(Error::broken("is no thinc model: its lists differ in length or are empty"));
        }
        let nodes =
            nodes.iter().zip(attrs).zip(params).map(|((node, attrs), params)| Node::decode(node, attrs, params));
        Ok(Network { nodes: nodes.collect::<Result<_, _>>()? })
    }

    /// The outermost layer.
    pub(crate) fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// The layers of a name, in order.
    pub(crate) fn named(&self, name: &'static str) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    /// The only layer of a name.
    pub(crate) fn only(&self, name: &'static str) -> Result<&Node, Error> {
        let mut found = self.named(name);
        match (found.next(), found.next()) {
            (Some(node), None) => Ok(node),
            (None, _) => Err(Error::broken(format!("the model has no layer `{name}`"))),
            (Some(_), Some(_)) => Err(Error::broken(format!("the model has more than one layer `{name}`"))),
        }
    }

    /// The layer another refers to by a role.
    pub(crate) fn referred(&self, from: &Node, role: &str) -> Result<&Node, Error> {
        let to = from.refs.get(role).and_then(|&at| self.nodes.get(at));
        to.ok_or_else(|| Error::broken(format!("layer `{}` refers to no layer as `{role}`", from.name)))
    }

    /// Refuses layers with weights that are not among the named ones.
    pub(crate) fn expect_only(&self, names: &[&str]) -> Result<(), Error> {
        match self.nodes.iter().find(|n| !n.params.is_empty() && !names.contains(&&*n.name)) {
            None => Ok(()),
            Some(node) => Err(Error::unsupported(format!(
                "the model has a layer `{}`, which is not known here; known are {}",
                node.name,
                names.join(", ")
            ))),
        }
    }
}

impl Node {
    fn decode(node: &Value<'_>, attrs: &Value<'_>, params: &Value<'_>) -> Result<Node, Error> {
        let name = node.get("name").and_then(Value::as_str);
        let name = name.ok_or_else(|| Error::broken("a layer of the model has no name"))?.to_owned();
        let mut decoded = Node {
            name,
            refs: BTreeMap::new(),
            numbers: BTreeMap::new(),
            flags: BTreeMap::new(),
            lists: BTreeMap::new(),
            params: BTreeMap::new(),
        };
        for (role, to) in entries(node.get("refs")) {
            if let Some(to) = to.as_u64().and_then(|to| usize::try_from(to).ok()) {
                decoded.refs.insert(role.to_owned(), to);
            }
        }
        for (key, value) in entries(Some(attrs)) {
            // Attributes are MessagePack inside MessagePack; one that is not is of a kind that no layer here asks for.
            let Some(value) = value.as_bin().and_then(|bytes| Value::decode(bytes).ok()) else { continue };
            if let Some(flag) = value.as_bool() {
                decoded.flags.insert(key.to_owned(), flag);
            } else if let Some(number) = value.as_u64() {
                decoded.numbers.insert(key.to_owned(), number);
            } else if let Some(list) = value.as_array() {
                let list = list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
                decoded.lists.insert(key.to_owned(), list);
            }
        }
        for (key, value) in entries(Some(params)) {
            if *value == Value::Nil {
                continue;
            }
            let (shape, numbers) = value.as_f32_array().ok_or_else(|| {
                Error::broken(format!(
                    "weights `{key}` of layer `{}` are no whole array of 32-bit little-endian floats",
                    decoded.name
                ))
            })?;
            decoded.params.insert(key.to_owned(), Tensor { shape, numbers });
        }
        Ok(decoded)
    }
}

fn entries<'v, 'a>(map: Option<&'v Value<'a>>) -> impl Iterator<Item = (&'a str, &'v Value<'a>)> {
    map.and_then(Value::as_map).unwrap_or_default().iter().filter_map(|(key, value)| Some((key.as_str()?, value)))
}
