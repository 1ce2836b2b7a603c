//! Zstandard data of several frames, as parallel compressors and concatenated files have it.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// Frames with a magic number from here to fifteen above hold no data of the file.
const SKIPPABLE: u32 = 0x184d_2a50;

type Source<R> = Chain<Cursor<Vec<u8>>, R>;

/// Unpacks frame after frame.
pub(crate) struct Frames<R: Read> {
    state: State<R>,
}

enum State<R: Read> {
    Between(R),
    Frame(Box<StreamingDecoder<Source<R>, FrameDecoder>>),
    Ended,
}

impl<R: Read> Frames<R> {
    pub(crate) fn new(reader: R) -> Frames<R> {
        Frames { state: State::Between(reader) }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            // A fault leaves the state ended: nothing sensible can follow it.
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(reader) => self.state = next_frame(reader)?,
                State::Frame(mut frame) => {
                    let n = frame.read(buffer)?;
                    if n > 0 {
                        self.state = State::Frame(frame);
                        return Ok(n);
                    }
                    self.state = State::Between(frame.into_inner().into_inner().1);
                }
            }
        }
    }
}

fn next_frame<R: Read>(mut reader: R) -> io::Result<State<R>> {
    let mut magic = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut magic)?;
    let number = match magic[..] {
        [] => return Ok(State::Ended),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => return Err(ErrorKind::UnexpectedEof.into()),
    };
    if number & !0xf == SKIPPABLE {
        let mut length = [0; 4];
        reader.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        if io::copy(&mut reader.by_ref().take(length), &mut io::sink())? < length {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        return Ok(State::Between(reader));
    }
    let frame = StreamingDecoder::new(Cursor::new(magic).chain(reader)).map_err(io::Error::other)?;
    Ok(State::Frame(Box::new(frame)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_each_other_and_a_cut_one_is_an_error() {
        let pack = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
        let mut bytes = pack(b"one ");
        bytes.extend([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
        bytes.extend(pack(b"two"));
        let mut out = String::new();
        Frames::new(&bytes[..]).read_to_string(&mut out).expect("both frames are whole");
        assert_eq!(out, "one two");
        assert!(Frames::new(&bytes[..bytes.len() - 2]).read_to_end(&mut Vec::new()).is_err());
        assert!(Frames::new(&b"\x28\xb5"[..]).read_to_end(&mut Vec::new()).is_err());
    }
}
