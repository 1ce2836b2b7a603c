//! The pages: built, compared with what is committed, shown in a real browser, and the API under them held to its
//! description.
//!
//! `web/dist` is committed, so that a machine without Node builds the program; whoever changes `web/` needs Node 20 and
//! runs `cargo xtask web`. The browser is the machine's Chromium (Debian: `chromium`), driven by `playwright-core`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::tree::{Tree, announce, run, succeeds};
use crate::{demo, model, places, python};

/// Names of the browser, the first that is there.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// What is held against the description: a parameter that means nothing (a word that is no code) is refused by design,
/// so that what a schema allows and what is answered are not compared.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// Builds `web/dist` anew.
pub(crate) fn build(tree: &Tree) -> Result<()> {
    packages(tree)?;
    announce("build web/dist");
    run(tree.program("npm").args(["run", "--silent", "build", "--prefix", "web"]))
}

/// Checks the pages' types, and that `web/dist` is what `web/` gives.
pub(crate) fn check(tree: &Tree) -> Result<()> {
    packages(tree)?;
    announce("types of the pages");
    run(tree.program("npm").args(["run", "--silent", "check", "--prefix", "web"]))?;
    announce("web/dist is fresh");
    let folder = tree.path("target/web-dist");
    run(tree
        .program("npm")
        .args(["run", "--silent", "build", "--prefix", "web", "--", "--emptyOutDir", "--outDir"])
        .arg(&folder))?;
    let (fresh, committed) = (files(&folder)?, files(&tree.path("web/dist"))?);
    let differing: Vec<&str> = fresh
        .keys()
        .chain(committed.keys())
        .filter(|name| fresh.get(*name) != committed.get(*name))
        .map(String::as_str)
        .collect();
    if let Some(first) = differing.first() {
        bail!("web/dist/{first} is not what web/ gives; run `cargo xtask web` and commit it");
    }
    Ok(())
}

/// Pages in a browser, and the API against its description, on the archive of the examples.
pub(crate) fn tests(tree: &Tree, model: &Path) -> Result<()> {
    let browser = browser(tree)?;
    let binary = dev_binary(tree)?;
    let archive = archive(tree, &binary, model, "web/tests/hostile.jsonl")?;
    let server = Server::start(tree, &binary, &archive, model)?;
    announce("pages in a browser");
    run(tree
        .program("node")
        .arg("web/tests/pages.mjs")
        .arg(&server.url)
        .arg(tree.path("target/pages"))
        .env("CHANCERY_BROWSER", &browser))?;
    announce("the API against its description");
    let inside = python::environment(tree, &tree.path("target/api-tools"))?;
    run(tree.program(&inside).args(["-m", "pip", "install", "--quiet", "--requirement", "xtask/api.txt"]))?;
    let tool = inside.with_file_name(format!("schemathesis{}", std::env::consts::EXE_SUFFIX));
    run(tree
        .program(tool)
        .args(["run", "--workers", "1", "--max-examples", "15", "--seed", "8", "--phases", "examples,coverage,fuzzing"])
        .args(["--checks", CHECKS, "--request-timeout", "60", "--exclude-path", "/api/v1/stream"])
        .args(["--url", &server.url])
        .arg(format!("{}/openapi.json", server.url)))
}

/// The screenshots of the README, of the archive of the examples.
pub(crate) fn screenshots(tree: &Tree) -> Result<()> {
    let model = model::obtain(tree)?;
    packages(tree)?;
    let browser = browser(tree)?;
    let binary = dev_binary(tree)?;
    let archive = archive(tree, &binary, &model, "")?;
    let server = Server::start(tree, &binary, &archive, &model)?;
    fs::create_dir_all(tree.path("docs/images")).context("cannot make docs/images")?;
    run(tree
        .program("node")
        .args(["web/tests/screenshots.mjs", &server.url, "docs/images"])
        .env("CHANCERY_BROWSER", &browser))
}

fn packages(tree: &Tree) -> Result<()> {
    if !succeeds(tree.program("npm").arg("--version")) {
        bail!("no npm on the path; the pages are built with Node 20 (Debian: apt install nodejs npm)");
    }
    // What was installed for this very list is there still.
    let (wanted, had) = (tree.path("web/package-lock.json"), tree.path("web/node_modules/.chancery-lock"));
    let lock = fs::read(&wanted).context("cannot read web/package-lock.json")?;
    if fs::read(&had).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    announce("packages of the pages");
    run(tree.program("npm").args(["ci", "--silent", "--prefix", "web"]))?;
    fs::write(&had, lock).context("cannot write into web/node_modules")
}

fn browser(tree: &Tree) -> Result<String> {
    if let Ok(named) = std::env::var("CHANCERY_BROWSER") {
        return Ok(named);
    }
    let path = |name: &&str| {
        let found = tree.program("which").arg(name).output().ok().filter(|out| out.status.success())?;
        Some(String::from_utf8_lossy(&found.stdout).trim().to_owned())
    };
    if let Some(path) = BROWSERS.iter().find_map(path) {
        return Ok(path);
    }
    if succeeds(tree.program("apt-get").arg("--version")) {
        announce("install Chromium");
        // A list that is there already may be enough when it cannot be renewed.
        let _ = tree.program("apt-get").args(["update", "-qq"]).status();
        run(tree.program("apt-get").args(["install", "-y", "-qq", "--no-install-recommends", "chromium"]))?;
    }
    BROWSERS
        .iter()
        .find_map(path)
        .context("no Chromium on this machine (Debian: apt install chromium), or name one with CHANCERY_BROWSER")
}

fn dev_binary(tree: &Tree) -> Result<PathBuf> {
    run(tree.cargo().args(["build", "--quiet", "--locked", "--package", "chancery"]))?;
    Ok(tree.target_folder()?.join("debug").join(format!("chancery{}", std::env::consts::EXE_SUFFIX)))
}

/// An archive of the examples, and of another file where one is named.
fn archive(tree: &Tree, binary: &Path, model: &Path, more: &str) -> Result<PathBuf> {
    let folder = tree.path("target/pages");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot empty target/pages")?;
    }
    fs::create_dir_all(&folder).context("cannot make target/pages")?;
    let archive = folder.join("archive.db");
    let mut articles = demo::articles(tree)?;
    if !more.is_empty() {
        articles.push(PathBuf::from(more));
    }
    announce("an archive of the examples");
    run(tree.program(binary).args(["ingest", "--archive"]).arg(&archive).args(articles).envs(data(tree, model)?))?;
    Ok(archive)
}

fn data(tree: &Tree, model: &Path) -> Result<[(&'static str, PathBuf); 2]> {
    Ok([(model::VARIABLE, model.to_owned()), (places::VARIABLE, places::obtain(tree, None)?)])
}

/// A server that runs as long as this is there.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(tree: &Tree, binary: &Path, archive: &Path, model: &Path) -> Result<Server> {
        let mut child = tree
            .program(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--archive"])
            .arg(archive)
            .envs(data(tree, model)?)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start chancery serve")?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).context("chancery serve says nothing")?;
        }
        // The server prints where it is, once it listens.
        let url = line.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_owned();
        let server = Server { child, url };
        if server.url.is_empty() {
            bail!("chancery serve did not start");
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the tests have noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
            }
        }
    }
    Ok(found)
}
