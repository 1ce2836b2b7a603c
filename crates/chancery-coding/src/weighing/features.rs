//! What the weights look at: one row of numbers for each state that may be on a side.

use chancery_doc::{EventType, Sector};

macro_rules! features {
    ($($name:ident $text:literal,)*) => {
        /// A number of a row, before those of types and sectors.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Feature { $($name,)* }

        const NAMED: &[&str] = &[$($text,)*];
    };
}

features! {
    // Of the state: what is coded now.
    Coded "coded",
    CodedElsewhere "coded.other_events",
    // How and how often the text tells it.
    Dated "dateline",
    Home "home",
    HomeClear "home.clear",
    Share "told.share",
    Count "told.count",
    Top "told.most",
    First "told.first",
    Before "told.before",
    Last "told.last",
    Distance "told.distance",
    SentencesBack "told.sentences_back",
    Opens "told.opens_sentences",
    LastPlace "told.last_as_place",
    LastName "told.last_by_name",
    LastSubject "told.last_as_subject",
    LastObject "told.last_as_object",
    LastScene "told.last_as_scene",
    LastOwner "told.last_as_owner",
    // In the sentence of the slot.
    HereBefore "sentence.before",
    HereAfter "sentence.after",
    HereAlone "sentence.alone",
    HereOnlyBefore "sentence.only_before",
    HereFirst "sentence.first",
    HereSubject "sentence.subject",
    HereObject "sentence.object",
    HereScene "sentence.scene",
    HereOwner "sentence.owner",
    HereName "sentence.by_name",
    HereNear "sentence.distance",
    HereUnder "sentence.under_trigger",
    // In the sentence before.
    Previous "previous",
    PreviousFirst "previous.first",
    PreviousLast "previous.last",
    PreviousSubject "previous.subject",
    PreviousScene "previous.scene",
    // In other events.
    ActsBefore "events.acts_before",
    SuffersBefore "events.suffers_before",
    ActsAfter "events.acts_after",
    SuffersAfter "events.suffers_after",
    ActsHere "events.acts_in_sentence",
    SuffersHere "events.suffers_in_sentence",
    LastActs "events.last_acts",
    LastSuffers "events.last_suffers",
    LastTold "events.in_last",
    Faces "events.faces_other",
    // Beside the other side.
    Other "other.same",
    OtherTold "other.same_and_told",
    OtherElse "other.another",
    Power "great_power",
    Place "event.place",
    // Of the slot.
    Recipient "slot.recipient",
    Several "slot.several",
    Abroad "slot.abroad",
    Definite "slot.definite",
    Numbered "slot.numbered",
    Plural "slot.plural",
    Pronoun "slot.pronoun",
    Owned "slot.owned",
    Named "slot.named",
    Mentions "slot.mentions",
    Opening "slot.opens_sentence",
    Earlier "slot.earlier",
    SlotDistance "slot.distance",
    OtherNone "other.none",
    OtherGuessed "other.guessed",
    OtherInternational "other.international",
    Sentence "at.sentence",
    Lead "at.lead",
    Sentences "text.sentences",
    States "text.states",
    StatesHere "sentence.states",
    StatesBefore "sentence.states_before",
    Events "text.events",
    Length "text.length",
    Brief "text.brief",
    Noun "trigger.noun",
    Passive "trigger.passive",
    Object "trigger.object",
    Clause "trigger.clause",
    To "trigger.to",
    Against "trigger.against",
    With "trigger.with",
    For "trigger.for",
    Subject "trigger.subject",
    Planned "event.not_actual",
    Negated "event.negated",
    Past "event.historical",
}

const N_NAMED: usize = NAMED.len();
const N_TYPES: usize = EventType::ALL.len();
const N_SECTORS: usize = Sector::ALL.len();

/// How many numbers a row has.
const N: usize = N_NAMED + N_TYPES + 2 * N_SECTORS;

/// The numbers that speak for or against a state.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row([f32; N]);

impl Row {
    pub(super) fn new() -> Row {
        Row([0.0; N])
    }

    pub(super) fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }

    pub(super) fn say(&mut self, feature: Feature, holds: bool) {
        self.set(feature, f32::from(u8::from(holds)));
    }

    pub(super) fn set_type(&mut self, event_type: EventType) {
        if let Some(i) = EventType::ALL.iter().position(|t| *t == event_type) {
            self.0[N_NAMED + i] = 1.0;
        }
    }

    /// The first sector of the party of the slot.
    pub(super) fn set_own_sector(&mut self, sector: Sector) {
        self.set_sector(sector, 0);
    }

    /// The first sector of the first party of the other side.
    pub(super) fn set_other_sector(&mut self, sector: Sector) {
        self.set_sector(sector, N_SECTORS);
    }

    fn set_sector(&mut self, sector: Sector, offset: usize) {
        if let Some(i) = Sector::ALL.iter().position(|s| *s == sector) {
            self.0[N_NAMED + N_TYPES + offset + i] = 1.0;
        }
    }

    pub(crate) fn numbers(&self) -> &[f32] {
        &self.0
    }
}

/// The name of each number of a row, in its order.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let types = EventType::ALL.iter().map(|t| format!("type.{t}"));
    let sectors = |whose: &'static str| Sector::ALL.iter().map(move |s| format!("{whose}.{s}"));
    NAMED.iter().map(|n| (*n).to_owned()).chain(types).chain(sectors("own")).chain(sectors("other"))
}

/// Which number of a row has a name.
pub(super) fn index(name: &str) -> Option<usize> {
    names().position(|n| n == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_number_has_a_name_of_its_own() {
        assert_eq!(names().collect::<BTreeSet<_>>().len(), N);
        assert_eq!(index("coded"), Some(Feature::Coded as usize));
        assert_eq!(index("event.historical"), Some(Feature::Past as usize));
        let mut row = Row::new();
        row.set_type(EventType::Assault);
        row.set_other_sector(Sector::Soc);
        let set: Vec<String> = names().zip(row.numbers()).filter(|(_, v)| **v > 0.0).map(|(n, _)| n).collect();
        assert_eq!(set, ["type.ASSAULT", "other.SOC"]);
    }
}
