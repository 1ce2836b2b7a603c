//! A PostgreSQL server for the tests of the archive: in a folder of its own, on a free loopback port, gone afterwards.
//!
//! The server comes from the system's packages (Debian: `postgresql`) and is installed when it is missing and may be.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tree::{Tree, announce, run, succeeds};

/// What the tests of the archive ask for the server's URL.
pub(crate) const VARIABLE: &str = "CHANCERY_TEST_POSTGRES";

/// A server that runs as long as this is there.
pub(crate) struct Server {
    folder: PathBuf,
    programs: PathBuf,
    user: Option<&'static str>,
    /// Where it is.
    pub(crate) url: String,
}

/// The newest server on this machine.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop()
}

fn is_root(tree: &Tree) -> bool {
    tree.program("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

impl Server {
    /// Starts one.
    ///
    /// # Errors
    /// When there is none and it cannot be installed, or it does not start.
    pub(crate) fn start(tree: &Tree) -> Result<Server> {
        let programs = match programs() {
            Some(programs) => programs,
            None => {
                announce("install PostgreSQL");
                if succeeds(tree.program("apt-get").arg("--version")) {
                    // A list that is there already may be enough when it cannot be renewed.
                    let _ = tree.program("apt-get").args(["update", "-qq"]).status();
                    run(tree.program("apt-get").args(["install", "-y", "-qq", "postgresql"]))
                        .context("PostgreSQL cannot be installed (Debian: apt install postgresql)")?;
                }
                programs().context("no PostgreSQL server on this machine (Debian: apt install postgresql)")?
            }
        };
        // The server refuses to run as root, and its own user may not enter the folders of another one.
        let user = is_root(tree).then_some("postgres");
        let folder = std::env::temp_dir().join(format!("chancery-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        if user.is_some() {
            run(tree.program("chown").arg("postgres").arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Server { folder, programs, user, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") };
        let data = server.folder.join("data");
        let made = server
            .command(tree, "initdb")
            .args(["-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8", "-D"])
            .arg(&data)
            .output()?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        let log = server.folder.join("log");
        let options = format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off", server.folder.display());
        run(server
            .command(tree, "pg_ctl")
            .arg("-D")
            .arg(&data)
            .args(["-o", &options, "-w", "-s", "-l"])
            .arg(&log)
            .arg("start"))
        .with_context(|| std::fs::read_to_string(&log).unwrap_or_default())?;
        Ok(server)
    }

    fn command(&self, tree: &Tree, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = tree.program("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
            None => tree.program(path),
        };
        command.current_dir(Path::new("/"));
        command
    }

    /// Stops it and takes its folder away.
    pub(crate) fn stop(self, tree: &Tree) -> Result<()> {
        let data = self.folder.join("data");
        run(self.command(tree, "pg_ctl").arg("-D").arg(data).args(["-m", "immediate", "-s", "stop"]))?;
        std::fs::remove_dir_all(&self.folder).with_context(|| format!("cannot remove {}", self.folder.display()))
    }
}
