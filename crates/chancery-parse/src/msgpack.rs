//! A reader of MessagePack, the format spaCy packages keep their tables and weights in.
//!
//! Strings and byte runs are borrowed from the file's bytes, so reading six megabytes of weights copies nothing.
//! A package comes from elsewhere, so the reader trusts no length it reads: nesting and the number of values are
//! bounded, and memory is only claimed for bytes that are there. It is a reader only, and knows just what spaCy and
//! thinc write: extension types are an error. Arrays of numbers follow the `msgpack-numpy` convention.

/// How deep values may nest; thinc's deepest is five.
const MAX_DEPTH: u32 = 64;
/// How many values one file may hold; spaCy's largest tables hold some hundred thousand.
const MAX_VALUES: u32 = 1 << 24;

/// A decoded value.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    /// An integer above `i64::MAX`; smaller ones are always [`Value::Int`].
    Big(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Array(Vec<Value<'a>>),
    /// In the order of the file: spaCy's Python keeps it, and so some tables depend on it.
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Decodes exactly one value that fills all the bytes.
    pub(crate) fn decode(bytes: &'a [u8]) -> Result<Value<'a>, String> {
        let mut reader = Reader { rest: bytes, left: MAX_VALUES };
        let value = reader.value(0)?;
        match reader.rest.len() {
            0 => Ok(value),
            n => Err(format!("has {n} bytes after the end of its MessagePack value")),
        }
    }

    /// The value of a text key of a map, if this is one that has it. Old writers make keys bytes, so either will do.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.as_map()?.iter().find(|(k, _)| k.as_key() == Some(key.as_bytes())).map(|(_, v)| v)
    }

    fn as_key(&self) -> Option<&'a [u8]> {
        match self {
            Value::Str(s) => Some(s.as_bytes()),
            Value::Bin(b) => Some(b),
            _ => None,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    pub(crate) fn as_bin(&self) -> Option<&'a [u8]> {
        match self {
            Value::Bin(b) => Some(b),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Int(i) => Some(*i),
            _ => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Int(i) => u64::try_from(*i).ok(),
            Value::Big(u) => Some(*u),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self {
            Value::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// A numpy array of 32-bit floats as its shape and its numbers, row by row.
    pub(crate) fn as_f32_array(&self) -> Option<(Vec<usize>, Vec<f32>)> {
        let shape: Vec<usize> = self
            .get("shape")?
            .as_array()?
            .iter()
            .map(|n| n.as_u64().and_then(|n| usize::try_from(n).ok()))
            .collect::<Option<_>>()?;
        if self.get("type")?.as_key()? != b"<f4" {
            return None;
        }
        let data = self.get("data")?.as_key()?;
        let count = shape.iter().try_fold(1usize, |a, &b| a.checked_mul(b))?;
        if count.checked_mul(4)? != data.len() {
            return None;
        }
        let floats = data.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect();
        Some((shape, floats))
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    left: u32,
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], String> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or("ends in the middle of a MessagePack value")?;
        self.rest = tail;
        Ok(head)
    }

    /// A big-endian number of 1, 2, 4 or 8 bytes.
    fn number(&mut self, bytes: usize) -> Result<u64, String> {
        Ok(self.take(bytes)?.iter().fold(0, |n, &b| n << 8 | u64::from(b)))
    }

    fn length(&mut self, bytes: usize) -> Result<usize, String> {
        self.number(bytes).map(|n| n as usize)
    }

    fn str(&mut self, n: usize) -> Result<Value<'a>, String> {
        std::str::from_utf8(self.take(n)?).map(Value::Str).map_err(|_| "holds a string that is not UTF-8".into())
    }

    fn array(&mut self, n: usize, depth: u32) -> Result<Value<'a>, String> {
        let mut items = Vec::with_capacity(n.min(self.rest.len()).min(1024));
        for _ in 0..n {
            items.push(self.value(depth + 1)?);
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, n: usize, depth: u32) -> Result<Value<'a>, String> {
        let mut pairs = Vec::with_capacity(n.min(self.rest.len()).min(1024));
        for _ in 0..n {
            pairs.push((self.value(depth + 1)?, self.value(depth + 1)?));
        }
        Ok(Value::Map(pairs))
    }

    fn value(&mut self, depth: u32) -> Result<Value<'a>, String> {
        if depth > MAX_DEPTH {
            return Err(format!("nests MessagePack values more than {MAX_DEPTH} deep"));
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| format!("holds more than {MAX_VALUES} values"))?;
        let tag = self.take(1)?[0];
        Ok(match tag {
            0x00..=0x7f => Value::Int(i64::from(tag)),
            0x80..=0x8f => self.map(usize::from(tag & 0x0f), depth)?,
            0x90..=0x9f => self.array(usize::from(tag & 0x0f), depth)?,
            0xa0..=0xbf => self.str(usize::from(tag & 0x1f))?,
            0xc0 => Value::Nil,
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            0xc4..=0xc6 => {
                let n = self.length(1 << (tag - 0xc4))?;
                Value::Bin(self.take(n)?)
            }
            0xca => Value::Float(f64::from(f32::from_bits(self.number(4)? as u32))),
            0xcb => Value::Float(f64::from_bits(self.number(8)?)),
            0xcc..=0xcf => {
                let n = self.number(1 << (tag - 0xcc))?;
                i64::try_from(n).map_or(Value::Big(n), Value::Int)
            }
            0xd0 => Value::Int(i64::from(self.number(1)? as i8)),
            0xd1 => Value::Int(i64::from(self.number(2)? as i16)),
            0xd2 => Value::Int(i64::from(self.number(4)? as i32)),
            0xd3 => Value::Int(self.number(8)? as i64),
            0xd9..=0xdb => {
                let n = self.length(1 << (tag - 0xd9))?;
                self.str(n)?
            }
            0xdc | 0xdd => {
                let n = self.length(2 << (tag - 0xdc))?;
                self.array(n, depth)?
            }
            0xde | 0xdf => {
                let n = self.length(2 << (tag - 0xde))?;
                self.map(n, depth)?
            }
            0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => {
                return Err(format!("holds a MessagePack value of type 0x{tag:02x}, which no spaCy package has"));
            }
            0xe0..=0xff => Value::Int(i64::from(tag as i8)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], want: Result<Value<'_>, &str>) {
        assert_eq!(Value::decode(bytes), want.map_err(str::to_owned));
    }

    #[test]
    fn numbers_of_every_width() {
        check(&[0x07], Ok(Value::Int(7)));
        check(&[0xff], Ok(Value::Int(-1)));
        check(&[0xcd, 0x01, 0x00], Ok(Value::Int(256)));
        check(&[0xd2, 0xff, 0xff, 0xff, 0xfe], Ok(Value::Int(-2)));
        check(&[0xcf, 0xff, 0, 0, 0, 0, 0, 0, 1], Ok(Value::Big(0xff00_0000_0000_0001)));
        check(&[0xca, 0x3f, 0x80, 0, 0], Ok(Value::Float(1.0)));
    }

    #[test]
    fn containers_keep_their_order() {
        check(
            &[0x82, 0xa1, b'b', 0x91, 0xc3, 0xc4, 0x01, b'a', 0xc0],
            Ok(Value::Map(vec![
                (Value::Str("b"), Value::Array(vec![Value::Bool(true)])),
                (Value::Bin(b"a"), Value::Nil),
            ])),
        );
    }

    #[test]
    fn a_numpy_array_is_shape_and_floats() {
        let mut bytes = vec![0x84, 0xc4, 2, b'n', b'd', 0xc3, 0xc4, 4];
        bytes.extend(b"type\xa3<f4\xc4\x05shape\x92\x02\x01\xc4\x04data\xc4\x08");
        bytes.extend(1.5f32.to_le_bytes());
        bytes.extend((-2.0f32).to_le_bytes());
        let value = Value::decode(&bytes).expect("a well-formed map");
        assert_eq!(value.as_f32_array(), Some((vec![2, 1], vec![1.5, -2.0])));
    }

    #[test]
    fn hostile_bytes_are_errors() {
        check(&[], Err("ends in the middle of a MessagePack value"));
        check(&[0xdd, 0xff, 0xff, 0xff, 0xff], Err("ends in the middle of a MessagePack value"));
        check(&[0xc6, 0xff, 0xff, 0xff, 0xff, 0], Err("ends in the middle of a MessagePack value"));
        check(&[0xa1, 0xff], Err("holds a string that is not UTF-8"));
        check(&[0xc0, 0xc0], Err("has 1 bytes after the end of its MessagePack value"));
        check(&[0x91; 1000], Err("nests MessagePack values more than 64 deep"));
        check(&[0xd4, 0, 0], Err("holds a MessagePack value of type 0xd4, which no spaCy package has"));
    }
}
