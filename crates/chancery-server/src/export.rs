//! Whole answers as files: every record of a kind that passes the filters, as CSV, JSON lines or Parquet, written while
//! it is read, so that memory stays flat.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use chancery_archive::{Archive, Csv, Error, Filter, Jsonl, Kind, Page, Sink, Table};
use futures_util::StreamExt;
use tokio::sync::{mpsc, oneshot};

use crate::State;
use crate::answer::{Asked, answer, broken, failed, pairs};
use crate::params::{self, FILTERS};
use crate::problem::Problem;

/// The form of the file.
pub(crate) const FORMAT: &[(&str, &str)] = &[("format", "csv, jsonl or parquet; csv unless told")];

/// Pieces that wait for a client that reads slowly.
const WAITING: usize = 16;
/// Bytes of a piece.
const PIECE: usize = 64 << 10;
/// A client that takes nothing for so long is given up.
const STALLED: Duration = Duration::from_secs(60);

#[derive(Clone, Copy)]
enum Form {
    Csv,
    Jsonl,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// `GET /api/v1/export/{kind}`.
pub(crate) async fn export(shared: State, Path(name): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let kind = params::kind(&name)?;
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS, FORMAT])?;
    let filter = params::filter(&pairs)?;
    let forms = [
        ("csv", Form::Csv),
        ("jsonl", Form::Jsonl),
        #[cfg(feature = "parquet")]
        ("parquet", Form::Parquet),
    ];
    let form = params::choice(&pairs, "format", &forms)?;
    let (media, ending) = match form {
        Form::Csv => ("text/csv", "csv"),
        Form::Jsonl => ("application/x-ndjson", "jsonl"),
        #[cfg(feature = "parquet")]
        Form::Parquet => ("application/vnd.apache.parquet", "parquet"),
    };
    let turn = Arc::clone(&shared.exports).try_acquire_owned().map_err(|_| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many exports at once; ask again in a moment")
    })?;
    let (pieces, given) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    let (tell, told) = oneshot::channel();
    let url = shared.archive.clone();
    let handle = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let opened = Archive::open_reader(&url).map_err(|error| Problem::away(&error));
        // What is wrong with the question is said before the first byte, when it can still be.
        let archive = match opened.and_then(|archive| first(&archive, kind, &filter).map(|()| archive)) {
            Ok(archive) => archive,
            Err(problem) => return drop(tell.send(Err(problem))),
        };
        if tell.send(Ok(())).is_err() {
            return;
        }
        let out = BufWriter::with_capacity(PIECE, Pieces { pieces: pieces.clone(), handle: handle.clone() });
        if let Err(error) = write(&archive, form, kind, &filter, out) {
            // The connection is cut, so that nobody takes half an answer for a whole one.
            let _ = handle.block_on(pieces.send(Err(io::Error::other(error.to_string()))));
        }
    });
    told.await.unwrap_or_else(|_| Err(broken()))?;
    let stream =
        futures_util::stream::unfold(given, |mut given| async { given.recv().await.map(|piece| (piece, given)) })
            .fuse();
    let mut response = answer(media, Body::from_stream(stream));
    let disposition = format!("attachment; filename=\"chancery-{name}.{ending}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn first(archive: &Archive, kind: Kind, filter: &Filter) -> Result<(), Problem> {
    let page = Page { after: None, newest_first: false, limit: 1 };
    archive.page(kind, filter, &page, &mut Table::default()).map_err(|error| failed(&error))
}

fn write(archive: &Archive, form: Form, kind: Kind, filter: &Filter, out: impl Write + Send) -> Result<(), Error> {
    let mut sink: Box<dyn Sink + '_> = match form {
        Form::Csv => Box::new(Csv::new(out)),
        Form::Jsonl => Box::new(Jsonl::new(out)),
        #[cfg(feature = "parquet")]
        Form::Parquet => Box::new(chancery_archive::Parquet::new(out)),
    };
    archive.query(kind, filter, &mut sink)
}

/// What is written goes to the client, who may be slow.
struct Pieces {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    handle: tokio::runtime::Handle,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Ok(Bytes::copy_from_slice(bytes));
        let send = async { tokio::time::timeout(STALLED, self.pieces.send(piece)).await };
        match self.handle.block_on(send) {
            Ok(Ok(())) => Ok(bytes.len()),
            _ => Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
