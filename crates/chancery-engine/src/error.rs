//! Why an engine could not be made. Reading an article never fails.

use std::fmt;
use std::path::Path;

/// Trouble while loading the model, the codebook or the actor lists.
#[derive(Debug)]
pub struct Error {
    what: String,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl Error {
    pub(crate) fn loading(
        what: &str,
        from: Option<&Path>,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Error {
        let place = from.map(|p| format!(" from {}", p.display())).unwrap_or_default();
        Error { what: format!("cannot load {what}{place}"), cause: Box::new(cause) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}
