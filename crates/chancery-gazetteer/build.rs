//! Tells cargo to compile the lists in anew when one of them changes or a new one is added to the folder.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo:rerun-if-changed=../../data/gazetteer");
}
