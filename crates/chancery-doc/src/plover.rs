//! The closed vocabularies of the PLOVER ontology: event types, quad classes, sectors, countries.
//!
//! Source: PLOVER manual, draft 2.0 (Open Event Data Alliance); the scale values are those of its type table.

use std::fmt;
use std::str::FromStr;

/// A word that is not in the vocabulary it was looked up in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownCode {
    what: &'static str,
    value: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not a PLOVER {}", self.value, self.what)
    }
}

impl std::error::Error for UnknownCode {}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident $what:literal { $($(#[$item_doc:meta])* $item:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $name {
            /// Every value, in the manual's order.
            pub const ALL: &'static [$name] = &[$($name::$item,)*];

            /// The code as PLOVER writes it.
            pub fn code(self) -> &'static str {
                match self { $($name::$item => $code,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.code())
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;
            fn from_str(s: &str) -> Result<$name, UnknownCode> {
                match s {
                    $($code => Ok($name::$item),)*
                    _ => Err(UnknownCode { what: $what, value: s.to_owned() }),
                }
            }
        }
    };
}

vocabulary! {
    /// What kind of thing happened: PLOVER's 16 event types.
    EventType "event type" {
        /// Agrees, offers, promises or intends to cooperate.
        Agree = "AGREE",
        /// Meets, visits, calls, mediates, negotiates.
        Consult = "CONSULT",
        /// Praises, endorses, recognises: support without material effect.
        Support = "SUPPORT",
        /// Mutual material exchange.
        Cooperate = "COOPERATE",
        /// Material benefit to the recipient.
        Aid = "AID",
        /// Verbal concession without immediate effect.
        Concede = "CONCEDE",
        /// Immediate material yielding.
        Retreat = "RETREAT",
        /// Asks, demands, orders, appeals.
        Request = "REQUEST",
        /// Disapproves, condemns, alleges, investigates.
        Accuse = "ACCUSE",
        /// Refuses, denies, vetoes, cancels.
        Reject = "REJECT",
        /// Coercive warning.
        Threaten = "THREATEN",
        /// Civilians' collective physical action.
        Protest = "PROTEST",
        /// Reduces existing relations.
        Sanction = "SANCTION",
        /// Military or police moves short of force.
        Mobilize = "MOBILIZE",
        /// Repression and coercion short of violence.
        Coerce = "COERCE",
        /// Deliberate acts that can do substantial bodily harm.
        Assault = "ASSAULT",
    }
}

/// The four corners of conflict and cooperation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Quad {
    /// 1
    VerbalCooperation,
    /// 2
    MaterialCooperation,
    /// 3
    VerbalConflict,
    /// 4
    MaterialConflict,
}

impl Quad {
    /// The number PLOVER gives it, 1 to 4.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl EventType {
    /// The quad class (PLOVER manual 2.0, type table).
    pub fn quad(self) -> Quad {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => Quad::VerbalCooperation,
            Cooperate | Aid | Retreat => Quad::MaterialCooperation,
            Request | Accuse | Reject | Threaten => Quad::VerbalConflict,
            Protest | Sanction | Mobilize | Coerce | Assault => Quad::MaterialConflict,
        }
    }

    /// The PLOVER scale of the type without mode, −10 (conflict) to +10 (cooperation).
    pub fn scale(self) -> f32 {
        use EventType::*;
        match self {
            Agree | Consult => 2.5,
            Support => 5.0,
            Cooperate => 9.5,
            Aid => 10.0,
            Concede => 4.5,
            Retreat => 6.5,
            Request => 0.0,
            Accuse => -3.0,
            Reject => -2.0,
            Threaten => -3.5,
            Protest => -5.0,
            Sanction => -6.0,
            Mobilize => -5.5,
            Coerce => -7.0,
            Assault => -9.0,
        }
    }

    /// Whether it is done to people and places, or with people in a place, rather than in words or by decree.
    pub fn is_physical(self) -> bool {
        use EventType::*;
        matches!(self, Aid | Protest | Mobilize | Coerce | Assault | Retreat)
    }

    /// Whether all parties take part alike, so that direction carries no meaning.
    pub fn is_reciprocal(self) -> bool {
        matches!(self, EventType::Agree | EventType::Consult | EventType::Cooperate)
    }
}

vocabulary! {
    /// What part of a society an actor belongs to: PLOVER's sectors.
    Sector "sector" {
        /// Police.
        Cop = "COP",
        /// Executive and governing parties.
        Gov = "GOV",
        /// Courts.
        Jud = "JUD",
        /// Parliament.
        Leg = "LEG",
        /// State military.
        Mil = "MIL",
        /// Pro-government paramilitaries.
        Prm = "PRM",
        /// Parties.
        Pty = "PTY",
        /// Armed opposition.
        Reb = "REB",
        /// State intelligence.
        Spy = "SPY",
        /// Unidentified armed actors.
        Uaf = "UAF",
        /// Unidentified.
        Unk = "UNK",
        /// Peasants.
        Agr = "AGR",
        /// Business.
        Bus = "BUS",
        /// Criminals.
        Crm = "CRM",
        /// Civilians, protesters, activists.
        Cvl = "CVL",
        /// Education.
        Edu = "EDU",
        /// Former officials and elites.
        Eli = "ELI",
        /// Media.
        Jrn = "JRN",
        /// Labour.
        Lab = "LAB",
        /// Health.
        Med = "MED",
        /// Refugees.
        Ref = "REF",
        /// Opposition.
        Opp = "OPP",
        /// Partially recognised entities.
        Pre = "PRE",
        /// Religion.
        Rel = "REL",
        /// Civil society not covered above.
        Soc = "SOC",
    }
}

/// An ISO 3166 alpha-3 code, or one of PLOVER's codes for international actors (IGO, UNO, EUR, NGO, ISM, IMG, MNC).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 3]);

impl Country {
    /// PLOVER's codes for actors that belong to no one state.
    pub const INTERNATIONAL: [&'static str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made of three ASCII letters")
    }

    /// Whether it is one of PLOVER's codes for actors that belong to no one state.
    pub fn is_international(&self) -> bool {
        Country::INTERNATIONAL.contains(&self.code())
    }
}

impl FromStr for Country {
    type Err = UnknownCode;
    fn from_str(s: &str) -> Result<Country, UnknownCode> {
        match <[u8; 3]>::try_from(s.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Country(code)),
            _ => Err(UnknownCode { what: "country code", value: s.to_owned() }),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for &t in EventType::ALL {
            assert_eq!(t.code().parse(), Ok(t));
        }
        for &s in Sector::ALL {
            assert_eq!(s.code().parse(), Ok(s));
        }
        assert_eq!("PSE".parse::<Country>().map(|c| c.to_string()), Ok("PSE".to_owned()));
        assert!("Pse".parse::<Country>().is_err());
        assert_eq!("MEET".parse::<EventType>().unwrap_err().to_string(), "\"MEET\" is not a PLOVER event type");
    }

    #[test]
    fn conflict_is_negative_on_the_scale() {
        for &t in EventType::ALL {
            assert_eq!(t.scale() < 0.0, t.quad().number() >= 3 && t != EventType::Request, "{t}");
        }
    }
}
