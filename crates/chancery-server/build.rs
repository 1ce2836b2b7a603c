//! The pages are in the program; when they are built anew, so is it.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
