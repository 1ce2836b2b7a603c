//! What was typed of the commands that keep an archive's record straight.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Answer, ArchiveUrl, Books, Machine};

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

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
The cleaned texts that the archive keeps are coded again by this program, model and codebook, in place. Ids of what is
found again stay or lead on, corrections stay, and what changed is printed.

Example:
  chancery recode --archive news.db --codebook my-codebook")]
pub(crate) struct Recode {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Events that people rejected should be left out, those they corrected or confirmed should be found, with the fields
they gave. `chancery gold` writes these judgements as JSONL.

Example:
  chancery eval --archive news.db --codebook my-codebook --misses")]
pub(crate) struct Eval {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// List what is wrong
    #[arg(long)]
    pub(crate) misses: bool,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "Example:\n  chancery gold --archive news.db > gold.jsonl")]
pub(crate) struct Gold {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "Example:\n  chancery changes --archive news.db --since 2024-03-01")]
pub(crate) struct Changes {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// The first day (of UTC), or a moment such as 2024-03-05T12:00:00Z
    #[arg(long, value_name = "DATE")]
    pub(crate) since: String,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Example:
  chancery snapshot --archive news.db v2024-03 --title \"River patrols, 2020-2024\" --author \"Okoye, Ada\" --text-free")]
pub(crate) struct Snapshot {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// A new folder
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// What the data are called
    #[arg(long, value_name = "WORDS")]
    pub(crate) title: String,
    /// Who made them: \"Family, Given\", or the name of an organization; may be given several times
    #[arg(long, value_name = "NAME", required = true)]
    pub(crate) author: Vec<String>,
    /// Leave out every quotation: codes, offsets and hashes stay
    #[arg(long)]
    pub(crate) text_free: bool,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery cite --archive news.db ev_0123456789ab
  chancery cite --archive news.db ev_0123456789ab --json > citation.json")]
pub(crate) struct Cite {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// A permanent id: ev_…, st_… or po_…
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// As JSON, which `chancery verify` checks
    #[arg(long)]
    pub(crate) json: bool,
    /// Leave out the words: their hash finds them in a copy of the article
    #[arg(long)]
    pub(crate) text_free: bool,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Exit codes: 0 the words are in the article, 1 they are not, 2 trouble.

Example:
  chancery verify citation.json my-copy.txt")]
pub(crate) struct Verify {
    /// What `chancery cite --json` wrote, or - for standard input
    #[arg(value_name = "CITATION")]
    pub(crate) citation: PathBuf,
    /// Your own copy of the article, as text or JSONL
    #[arg(value_name = "ARTICLE")]
    pub(crate) article: PathBuf,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Without --archive, the two are codings of the same articles: archives, or JSONL that `chancery read` wrote. With it,
they are the names of two people who have corrected, confirmed or rejected the same records.
Alpha is Krippendorff's, for nominal data: 1 is perfect, 0 what chance would give.

Examples:
  chancery agree old.jsonl new.jsonl --list
  chancery agree --archive news.db \"Ada Okoye\" \"Ben Musa\"")]
pub(crate) struct Agree {
    /// The first coder
    #[arg(value_name = "ONE")]
    pub(crate) one: String,
    /// The second
    #[arg(value_name = "OTHER")]
    pub(crate) other: String,
    /// The archive that both have corrected
    #[arg(long, value_name = "URL")]
    pub(crate) archive: Option<String>,
    /// List what they differ on, for somebody to decide
    #[arg(long)]
    pub(crate) list: bool,
}
