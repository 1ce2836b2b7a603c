//! What was typed of `chancery serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{ArchiveUrl, Books, Machine};

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery serve --archive news.db                       the pages, on http://127.0.0.1:8474
  chancery password ada > passwords.txt                  asks for a password
  chancery serve --archive news.db --listen 0.0.0.0:8474 --passwords passwords.txt
  curl 'http://127.0.0.1:8474/api/v1/occurrences?type=ASSAULT&since=2024-01-01&limit=20'
  curl -H 'Accept: text/csv' 'http://127.0.0.1:8474/api/v1/series?dyad=ISR,PSE&by=week'
  curl -H 'Content-Type: text/plain' --data-binary @article.txt http://127.0.0.1:8474/api/v1/read

Exit codes: 0 it was told to stop, 2 it could not listen, or its data could not be loaded.")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// Where to listen; an address that other machines reach needs --token or --passwords
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8474")]
    pub(crate) listen: SocketAddr,
    /// What clients must send as `Authorization: Bearer TOKEN`
    #[arg(long, value_name = "TOKEN", env = "CHANCERY_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// A file with a line for each person who may sign in, which `chancery password` makes
    #[arg(long, value_name = "FILE", env = "CHANCERY_PASSWORDS")]
    pub(crate) passwords: Option<PathBuf>,
    /// Take no corrections
    #[arg(long)]
    pub(crate) read_only: bool,
    /// Read no articles: no language model is loaded
    #[arg(long)]
    pub(crate) no_reading: bool,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery password ada >> passwords.txt
  printf '%s' \"$SECRET\" | chancery password ada >> passwords.txt")]
pub(crate) struct Password {
    /// Who signs in with it
    pub(crate) name: String,
}
