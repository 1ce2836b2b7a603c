//! Compiles the lists of actors into the form they are looked up in, and again when one of them changes or a new one
//! is added to the folder.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

#[path = "src/lists/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "only reading and writing are done here")]
mod lists;

use std::error::Error;
use std::path::Path;

use lists::{Gazetteer, Lists};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../data/gazetteer");
    println!("cargo:rerun-if-changed=src/lists");
    let lists = match Gazetteer::read(Lists::Ours) {
        Ok(lists) => lists,
        Err(fault) => {
            println!("cargo::error=data/gazetteer: {fault}");
            std::process::exit(1);
        }
    };
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo names no folder for what is built")?;
    std::fs::write(Path::new(&folder).join("actors.lists"), lists.encode())?;
    Ok(())
}
