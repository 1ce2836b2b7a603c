//! Our own lists as the build script wrote them: part of the program, and so mapped into memory with it.

use crate::{Error, Gazetteer, Lists};

static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actors.lists"));

impl Gazetteer {
    /// The lists that Chancery brings.
    ///
    /// # Errors
    /// If the program holds lists of another build.
    pub fn embedded() -> Result<Gazetteer, Error> {
        let broken = || Error::whole("GZ014", "lists", "were not compiled with this program; build it again");
        Gazetteer::decode(COMPILED).ok_or_else(broken)
    }

    /// Ours, a user's, or both. Ours alone are compiled in and take no reading.
    ///
    /// # Errors
    /// The first fault, if a list is broken; [`Gazetteer::check`] tells all.
    pub fn load(lists: Lists<'_>) -> Result<Gazetteer, Error> {
        match lists {
            Lists::Ours => Gazetteer::embedded(),
            Lists::Both(_) | Lists::Only(_) => Gazetteer::read(lists),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_in_is_what_the_lists_say() {
        let read = Gazetteer::read(Lists::Ours).expect("the lists are well formed");
        assert!(read.encode() == COMPILED, "the lists were compiled of other files");
        assert!(Gazetteer::embedded().is_ok());
    }
}
