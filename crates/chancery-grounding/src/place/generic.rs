//! Words for kinds of places that end or begin a name: "Laurel County", "Kish River", "Highway 19".

use chancery_gazetteer::Feature;

/// What a word says of the name it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Generic {
    /// A unit of administration.
    Unit,
    /// Water, land forms and parks.
    Nature,
    /// Streets, roads and what is built.
    Built,
}

/// The kind that a word at the end of a name tells.
pub(super) fn after(word: &str) -> Option<Generic> {
    Some(match word {
        "County" | "Parish" | "Province" | "Governorate" | "Oblast" | "Prefecture" | "Township" | "Region" | "Krai"
        | "District" | "Municipality" | "Borough" | "Canton" | "Department" | "Territory" | "Emirate" => Generic::Unit,
        "River" | "Lake" | "Creek" | "Valley" | "Island" | "Islands" | "Mountain" | "Mountains" | "Bay" | "Beach"
        | "Peninsula" | "Canyon" | "Reservoir" | "Desert" | "Strait" | "Sea" | "Gulf" | "Park" | "Forest" | "Delta"
        | "Hills" | "Harbor" | "Harbour" | "Basin" | "Plateau" | "Archipelago" => Generic::Nature,
        "Street" | "Avenue" | "Road" | "Drive" | "Boulevard" | "Lane" | "Highway" | "Parkway" | "Bridge" | "Square"
        | "Airport" | "Turnpike" | "Bypass" | "Pike" | "Plaza" | "Freeway" | "Expressway" | "St." | "Ave."
        | "Blvd." | "Rd." | "Dr." | "Neighborhood" | "Neighbourhood" | "Heights" => Generic::Built,
        _ => return None,
    })
}

/// Whether a word starts a numbered road.
pub(super) fn numbered(word: &str) -> bool {
    matches!(word, "Highway" | "Interstate" | "Route" | "Road" | "US" | "U.S." | "I" | "Hwy." | "Motorway")
}

/// Whether a place can be what the word says.
pub(super) fn agrees(generic: Generic, feature: Feature) -> bool {
    match generic {
        Generic::Unit => matches!(feature, Feature::Admin1 | Feature::Admin2),
        Generic::Nature | Generic::Built => !feature.is_town() && feature >= Feature::Continent,
    }
}

/// Words that a state, unit or town may be called by before "of".
pub(super) fn of(word: &str) -> bool {
    matches!(
        word,
        "Republic"
            | "Kingdom"
            | "State"
            | "Commonwealth"
            | "City"
            | "Town"
            | "Province"
            | "Emirate"
            | "Sultanate"
            | "Principality"
            | "Village"
            | "Municipality"
            | "Governorate"
    )
}

/// Common words that some place somewhere is called by, but no text means it by the word alone.
pub(super) fn is_common(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "centre",
        "center",
        "central",
        "upper",
        "lower",
        "metro",
        "city",
        "town",
        "village",
        "state",
        "republic",
        "university",
        "college",
        "school",
        "park",
        "street",
        "county",
        "republican",
        "democrat",
        "union",
        "liberty",
        "justice",
        "police",
        "media",
        "nation",
        "national",
        "federal",
        "federation",
        "march",
        "may",
        "august",
        "sunday",
        "monday",
        "friday",
        "easter",
        "saint",
        "san",
        "santa",
        "king",
        "prince",
        "mayor",
        "bishop",
        "judge",
        "major",
        "general",
        "colonel",
        "green",
        "white",
        "black",
        "brown",
        "young",
        "best",
        "most",
        "many",
        "some",
        "here",
        "there",
        "then",
        "this",
        "that",
        "these",
        "both",
        "much",
        "such",
        "same",
        "other",
        "after",
        "before",
        "during",
        "home",
        "house",
        "church",
        "court",
        "capital",
        "central bank",
        "of",
        "a",
        "an",
        "as",
        "at",
        "by",
        "in",
        "on",
        "to",
        "is",
        "it",
        "he",
        "she",
        "we",
        "they",
        "you",
        "i",
        "no",
        "not",
        "but",
        "and",
        "or",
        "for",
        "from",
        "with",
        "all",
        "any",
        "one",
        "two",
        "new",
        "old",
        "great",
        "big",
        "good",
        "first",
        "second",
        "hope",
        "speed",
        "summit",
        "victory",
        "independence",
        "enterprise",
        "eagle",
        "bay",
        "lake",
        "river",
        "valley",
        "mountain",
        "hill",
        "beach",
        "island",
        "forest",
        "college park",
        "standard",
        "commerce",
        "industry",
        "energy",
        "social",
        "orange",
        "progress",
        "police station",
        "army",
        "navy",
        "marine",
        "hospital",
        "station",
        "port",
        "airport",
        "breakfast",
        "bang",
        "god",
        "lord",
        "pope",
        "holy",
        "trinity",
        "dear",
        "sandy",
        "royal",
        "crown",
        "news",
        "times",
        "post",
        "star",
        "sun",
        "tribune",
        "journal",
        "herald",
        "internet",
        "web",
        "christian",
        "muslim",
        "islam",
        "buddhist",
        "catholic",
        "hindu",
        "jewish",
        "constitution",
        "parliament",
        "senate",
        "congress",
        "western union",
        "reform",
        "labor",
        "labour",
        "conservative",
        "liberal",
        "economy",
        "trade",
        "bank",
    ];
    let lower = word.to_lowercase();
    WORDS.contains(&lower.as_str())
}

/// Nouns that say what a place is, before "of" and its name, or that only a place has.
pub(super) fn is_kind_of_place(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "town",
        "towns",
        "city",
        "cities",
        "village",
        "villages",
        "hamlet",
        "settlement",
        "suburb",
        "port",
        "province",
        "district",
        "districts",
        "region",
        "governorate",
        "municipality",
        "department",
        "state",
        "county",
        "island",
        "islands",
        "township",
        "capital",
        "outskirts",
        "commune",
        "prefecture",
        "oblast",
        "neighborhood",
        "neighbourhood",
        "enclave",
        "stronghold",
        "parish",
        "canton",
        "borough",
        "kingdom",
        "emirate",
        "peninsula",
        "airport",
        "archbishop",
        "bishop",
        "harbor",
        "harbour",
        "inhabitants",
        "market",
        "mayor",
        "residents",
        "siege",
        "streets",
    ];
    WORDS.contains(&word)
}

/// Words that follow a town's name in the name of what belongs to the town.
pub(super) fn is_civic(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "Police",
        "Fire",
        "Sheriff",
        "Public",
        "County",
        "City",
        "Town",
        "Municipal",
        "Middle",
        "High",
        "Elementary",
        "School",
        "Schools",
        "Council",
        "Chamber",
        "Community",
        "Library",
        "Museum",
        "Hospital",
        "Airport",
        "Harbor",
        "Convention",
        "Metropolitan",
        "Township",
        "Mayor",
        "Magistrates",
        "Crown",
        "District",
        "Area",
        "Regional",
        "Housing",
        "Planning",
        "Station",
        "Superior",
        "Circuit",
        "Cathedral",
        "Stadium",
    ];
    WORDS.contains(&word)
}

/// Nouns for what a town has, after its bare name: "a Joliet man".
pub(super) fn is_of_a_town(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "man",
        "woman",
        "boy",
        "girl",
        "teen",
        "teenager",
        "couple",
        "family",
        "resident",
        "residents",
        "native",
        "police",
        "officials",
        "officers",
        "firefighters",
        "mayor",
        "council",
        "councillors",
        "councilors",
        "councilman",
        "selectmen",
        "school",
        "schools",
        "restaurant",
        "businesses",
        "homeowners",
        "neighborhood",
        "neighbourhood",
        "suburb",
        "suburbs",
        "area",
        "district",
        "airport",
        "hospital",
        "court",
        "courthouse",
        "shelter",
        "hotel",
        "market",
        "prison",
        "jail",
        "port",
        "refinery",
        "attack",
        "attacks",
        "bombing",
        "massacre",
        "talks",
        "summit",
        "region",
        "province",
        "front",
        "barracks",
        "garrison",
    ];
    WORDS.contains(&word)
}

/// How much a verb says for its object's being a place.
pub(super) fn takes_place(verb: &str) -> f32 {
    const SURELY: &[&str] = &[
        "capture",
        "seize",
        "retake",
        "recapture",
        "liberate",
        "besiege",
        "shell",
        "bomb",
        "bombard",
        "pound",
        "storm",
        "encircle",
        "invade",
        "occupy",
        "overrun",
        "evacuate",
        "flee",
        "enter",
        "surround",
        "blockade",
        "annex",
    ];
    const PERHAPS: &[&str] =
        &["take", "leave", "reach", "hit", "strike", "attack", "visit", "control", "hold", "lose", "tour", "devastate"];
    if SURELY.contains(&verb) {
        1.5
    } else if PERHAPS.contains(&verb) {
        0.9
    } else {
        0.0
    }
}

/// Of these, words after which hardly anything but a place stands.
pub(super) fn surely_locates(word: &str) -> bool {
    matches!(
        word,
        "in" | "near"
            | "outside"
            | "inside"
            | "across"
            | "around"
            | "throughout"
            | "downtown"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "nearby"
    )
}

/// Words before a name that tell it is a place.
pub(super) fn locates(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "from"
            | "to"
            | "outside"
            | "across"
            | "around"
            | "toward"
            | "towards"
            | "into"
            | "throughout"
            | "inside"
            | "through"
            | "downtown"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "within"
            | "outskirts"
            | "north"
            | "south"
            | "east"
            | "west"
            | "over"
            | "upstate"
            | "rural"
            | "nearby"
            | "neighbouring"
            | "neighboring"
            | "between"
    )
}
