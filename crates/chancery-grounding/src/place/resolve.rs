//! Which of its namesakes a toponym means: all toponyms of an article are chosen together.
//!
//! Every name has a prior (how many live there, whether it is the usual name). "Paris, Texas" settles a name at once;
//! what is settled, states and units that are named, and the country the words are at home in, then speak for the
//! namesakes in the same country, in the same unit, or close by. A few rounds, since each choice is context to the
//! others. One name means one place throughout.

use std::collections::BTreeMap;

use chancery_doc::Country;
use chancery_gazetteer::{Feature, Places, Spot, SpotId};

use super::cues::Home;
use super::find::Found;
use super::generic::{self, Generic};

const ROUNDS: usize = 3;

/// A name and everything that is known of it while choosing.
struct Group<'a> {
    found: &'a Found,
    count: f64,
    choice: Option<SpotId>,
    is_settled: bool,
}

/// What speaks for countries, units and neighbourhoods.
#[derive(Default)]
struct Context {
    countries: BTreeMap<Country, f64>,
    units: BTreeMap<SpotId, f64>,
    points: Vec<((f64, f64), usize)>,
}

/// For each toponym the place it means, where it is known.
pub(super) fn choose(places: &Places, found: &[Found], home: &Home) -> Vec<Option<SpotId>> {
    let mut settled: Vec<Option<SpotId>> = vec![None; found.len()];
    for (i, toponym) in found.iter().enumerate() {
        if let Some(outer) = toponym.within
            && let Some((inner, container)) = contained(places, toponym, &found[outer])
        {
            settled[i] = Some(inner);
            settled[outer] = Some(container);
        }
    }
    let mut names: BTreeMap<(&str, Option<Generic2>), usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut of = Vec::with_capacity(found.len());
    for (i, toponym) in found.iter().enumerate() {
        let group = *names.entry((&toponym.key, toponym.generic.map(rank))).or_insert_with(|| {
            groups.push(Group { found: toponym, count: 0.0, choice: None, is_settled: false });
            groups.len() - 1
        });
        of.push(group);
        groups[group].count += 1.0;
        if let (Some(spot), None) = (settled[i], groups[group].choice) {
            groups[group].choice = Some(spot);
            groups[group].is_settled = true;
        }
    }
    for round in 0..ROUNDS {
        let context = context(places, &groups, round > 0);
        let total: f64 = context.countries.values().sum::<f64>() + home.values().sum::<f64>() + 1.0;
        let choices: Vec<Option<SpotId>> = (0..groups.len())
            .map(|g| {
                let group = &groups[g];
                if group.is_settled {
                    return group.choice;
                }
                let mut best: Option<(f64, SpotId)> = None;
                for &(id, is_other) in &group.found.spots {
                    let spot = places.spot(id);
                    if spot.point.is_none() {
                        continue;
                    }
                    let score = prior(&spot, is_other, group.found.generic) - chief_town(places, id, group.found)
                        + support(places, id, &spot, (g, group), &context, home, total);
                    if best.is_none_or(|(b, _)| score > b + 1e-9) {
                        best = Some((score, id));
                    }
                }
                best.map(|(_, id)| id)
            })
            .collect();
        for (group, choice) in groups.iter_mut().zip(choices) {
            group.choice = choice;
        }
    }
    found.iter().enumerate().map(|(i, _)| settled[i].or(groups[of[i]].choice)).collect()
}

type Generic2 = u8;

fn rank(generic: Generic) -> Generic2 {
    match generic {
        Generic::Unit => 0,
        Generic::Nature => 1,
        Generic::Built => 2,
    }
}

/// How likely a place is meant before anything else is read.
fn prior(spot: &Spot<'_>, is_other: bool, generic: Option<Generic>) -> f64 {
    let people = (f64::from(spot.population) + 300.0).ln();
    let mut score = match spot.feature {
        Feature::Country | Feature::People => 20.0,
        Feature::Continent | Feature::Sea => 18.0,
        Feature::Admin1 => people.max(11.0) + 1.5,
        Feature::Admin2 => people - 2.5,
        _ if spot.listed => 16.5,
        Feature::Capital => people.max(12.5) + 2.5,
        _ => people,
    };
    // The great cities are known by all their names.
    if is_other && !spot.listed && spot.feature != Feature::Admin2 && spot.feature != Feature::Capital {
        score -= if spot.feature == Feature::Admin1 || spot.population > 1_000_000 { 1.0 } else { 2.5 };
    }
    if generic.is_some_and(|g| generic::agrees(g, spot.feature)) {
        score += 4.0;
    }
    score
}

fn context(places: &Places, groups: &[Group<'_>], all: bool) -> Context {
    let mut context = Context::default();
    for (g, group) in groups.iter().enumerate() {
        let Some(id) = group.choice.filter(|_| all || group.is_settled).or_else(|| only(places, group.found)) else {
            continue;
        };
        let spot = places.spot(id);
        let weight = group.count.sqrt();
        if let Some(country) = spot.country {
            *context.countries.entry(country).or_default() += weight;
        }
        let unit = if spot.feature == Feature::Admin1 { Some(id) } else { spot.admin1 };
        if let Some(unit) = unit {
            *context.units.entry(unit).or_default() += weight;
        }
        if let (Some(point), true) = (spot.point, spot.feature.precision() >= 3) {
            context.points.push((point, g));
        }
    }
    context
}

/// The place of a name that has but one bearer worth the name.
fn only(places: &Places, found: &Found) -> Option<SpotId> {
    let mut best: Vec<(f64, SpotId)> = found
        .spots
        .iter()
        .filter(|&&(id, _)| places.spot(id).point.is_some())
        .map(|&(id, is_other)| (prior(&places.spot(id), is_other, found.generic), id))
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match best[..] {
        [] => None,
        [(_, one)] => Some(one),
        [(first, one), (second, _), ..] => (first - second > 4.0).then_some(one),
    }
}

fn support(
    places: &Places,
    id: SpotId,
    spot: &Spot<'_>,
    (own, group): (usize, &Group<'_>),
    context: &Context,
    home: &Home,
    total: f64,
) -> f64 {
    let mut score = 0.0;
    // A choice made in the last round does not speak for itself.
    let before = group.choice.map(|choice| places.spot(choice));
    let mine = group.count.sqrt();
    let total = if before.is_some_and(|b| b.country.is_some()) { (total - mine).max(1.0) } else { total };
    if let Some(country) = spot.country {
        let mut named = context.countries.get(&country).copied().unwrap_or_default();
        if before.is_some_and(|b| b.country == Some(country)) {
            named = (named - mine).max(0.0);
        }
        let at_home = home.get(&country).copied().unwrap_or_default();
        score += 10.0 * (named + at_home) / total;
    }
    let unit = if spot.feature == Feature::Admin1 { Some(id) } else { spot.admin1 };
    if let Some(mut weight) = unit.and_then(|u| context.units.get(&u)).copied() {
        let own_unit = before.and_then(|b| if b.feature == Feature::Admin1 { group.choice } else { b.admin1 });
        if own_unit == unit {
            weight -= mine;
        }
        if weight > 1e-6 {
            score += 2.5 * (weight / (weight + 1.0)) + 1.0;
        }
    }
    if let (Some(point), true) = (spot.point, spot.feature.precision() >= 3) {
        let nearest = context.points.iter().filter(|(_, g)| *g != own).map(|&(p, _)| kilometres(point, p));
        let nearest = nearest.fold(f64::INFINITY, f64::min);
        score += 3.0 * (-nearest / 80.0).exp();
    }
    score
}

/// What speaks against a unit that is called like its chief town or the state's capital: the bare name means the town.
fn chief_town(places: &Places, unit: SpotId, found: &Found) -> f64 {
    let spot = places.spot(unit);
    if found.generic.is_some() || !matches!(spot.feature, Feature::Admin1 | Feature::Admin2) {
        return 0.0;
    }
    let outdone = found.spots.iter().map(|&(id, _)| places.spot(id)).any(|town| {
        let is_chief =
            (town.admin1 == Some(unit) || town.admin2 == Some(unit)) && town.population > spot.population / 4;
        town.feature.is_town() && is_chief || town.feature == Feature::Capital && town.country == spot.country
    });
    if outdone { 4.0 } else { 0.0 }
}

/// The best pair of a place and one that holds it.
fn contained(places: &Places, inner: &Found, outer: &Found) -> Option<(SpotId, SpotId)> {
    let mut best: Option<(f64, SpotId, SpotId)> = None;
    for &(a, is_other) in &inner.spots {
        let spot = places.spot(a);
        if spot.point.is_none() {
            continue;
        }
        for &(b, other_too) in &outer.spots {
            let container = places.spot(b);
            let holds = match container.feature {
                Feature::Country => {
                    spot.country.is_some() && spot.country == container.country && spot.feature != Feature::Country
                }
                Feature::Nation | Feature::Region | Feature::Territory => {
                    spot.country.is_some() && spot.country == container.country && spot.feature.precision() > 2
                }
                _ => spot.admin1 == Some(b) || spot.admin2 == Some(b),
            };
            if !holds || spot.feature == Feature::People {
                continue;
            }
            let score = prior(&spot, is_other, inner.generic) + prior(&container, other_too, outer.generic);
            if best.is_none_or(|(s, ..)| score > s + 1e-9) {
                best = Some((score, a, b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}

/// Great-circle distance.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat, lon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let h = (lat / 2.0).sin().powi(2) + a.0.to_radians().cos() * b.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::kilometres;

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((kilometres((48.8566, 2.3522), (51.5074, -0.1278)) - 343.6).abs() < 1.0);
        assert!((kilometres((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.2, "over the date line");
    }
}
