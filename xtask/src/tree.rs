//! The working tree, and how programs are run in it.
//!
//! Every path starts at the root, wherever the command was called from. A program that fails is an error that names
//! the program; what it printed has already been seen, because its output goes to the terminal unless it is wanted
//! here.

use std::env;
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub(crate) struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The tree this program was built from.
    pub(crate) fn find() -> Result<Tree> {
        // Cargo sets the variable for `cargo run`, so a copied binary follows the tree that runs it.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask's manifest has no folder above it")?.to_path_buf();
        if !root.join("Cargo.toml").is_file() {
            bail!("{} is not the root of the workspace; call 'cargo xtask' inside the repository", root.display());
        }
        Ok(Tree { root })
    }

    /// A path from the root.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The root itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A program that will run at the root.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The Cargo that runs us, at the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = self.program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // What `cargo run` told us about our own package must not reach another build: a build script that
        // watches these variables would think that it has to run again.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            command.env_remove(name);
        }
        command
    }

    /// Builds the `chancery` binary as it ships and says where it is.
    pub(crate) fn release_binary(&self) -> Result<PathBuf> {
        run(self.cargo().args(["build", "--quiet", "--release", "--locked", "--package", "chancery"]))?;
        Ok(self.target_folder()?.join("release").join(format!("chancery{}", env::consts::EXE_SUFFIX)))
    }

    /// Where Cargo builds.
    pub(crate) fn target_folder(&self) -> Result<PathBuf> {
        let metadata = output(self.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata).context("cargo metadata is not JSON")?;
        let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
        Ok(PathBuf::from(folder))
    }
}

/// Says what comes next, on standard error, so that standard output stays for results.
pub(crate) fn announce(step: &str) {
    eprintln!("== {step}");
}

/// Runs a command to its end; a failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("{} failed ({})", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("the output of {} is not UTF-8", shown(command)))
}

/// Runs a command with its standard output in a file, and returns its exit code.
pub(crate) fn output_to(command: &mut Command, path: &Path) -> Result<i32> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let status = command.stdout(file).status().with_context(|| cannot_start(command))?;
    status.code().with_context(|| format!("{} was ended by a signal ({status})", shown(command)))
}

/// Whether a command can be started and succeeds, without a word on the terminal.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start {}", command.get_program().to_string_lossy())
}

/// The command as one would type it, without the folders of its program.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
