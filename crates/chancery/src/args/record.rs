//! What was typed of the commands that keep an archive's record straight.

use clap::Args as ClapArgs;

use super::ArchiveUrl;

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Without a correction, the fields of the record are printed as a correction would write them.
Parties are written as a code (BFA.GOV), a name, or both: \"gunmen (---.UAF)\"; several are parted by semicolons.
`none` empties a field. What the coder had is kept, and --undo gives it back.

Examples:
  chancery correct --archive news.db ev_0123456789ab
  chancery correct --archive news.db ev_0123456789ab type=PROTEST killed=17..23 --by \"A. Okoye\" --why \"said in line 3\"
  chancery correct --archive news.db ev_0123456789ab --reject --by \"A. Okoye\" --why \"it is an exercise\"
  chancery correct --archive news.db art_0123456789ab \"licence=CC BY 4.0\" --by \"A. Okoye\" --why \"imprint\"")]
pub(crate) struct Correct {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// A permanent id: ev_…, st_…, po_… or art_…
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// What a field should be
    #[arg(value_name = "FIELD=VALUE")]
    pub(crate) changes: Vec<String>,
    /// The record is wrong as a whole, and counts nowhere
    #[arg(long, conflicts_with_all = ["changes", "confirm", "undo"])]
    pub(crate) reject: bool,
    /// The record is right as it is: it counts when a codebook is scored, and outlives one that does not find it
    #[arg(long, conflicts_with = "undo")]
    pub(crate) confirm: bool,
    /// Take back all corrections of the record
    #[arg(long, conflicts_with = "changes")]
    pub(crate) undo: bool,
    /// Who corrects
    #[arg(long, value_name = "NAME", env = "CHANCERY_BY")]
    pub(crate) by: Option<String>,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) why: Option<String>,
}
