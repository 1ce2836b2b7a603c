//! Time series: how often, or how hostile, in each day, week, month, quarter or year.
//!
//! Periods in which nothing happened are there with zero, beside how many articles were read in them: "nothing
//! happened" and "nothing was read" differ.

use std::collections::BTreeMap;

use chancery_engine::doc::Date;
use jiff::civil::Weekday;
use jiff::{ToSpan, Unit};

use crate::error::Error;
use crate::filter::{Dyad, Filter, Reach};
use crate::select::Summed;
use crate::store::Archive;
use crate::table::{Cell, Column, Sink, Type};

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// Happenings, each once.
    Occurrences,
    /// Events, once for each article that has them.
    Events,
}

/// What the value of a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// How many there are.
    Count,
    /// The mean of their PLOVER scale, −10 (conflict) to +10 (cooperation).
    Scale,
}

impl Period {
    /// The first day of the period that holds `day`.
    pub(crate) fn start(self, day: Date) -> Option<Date> {
        match self {
            Period::Day => Some(day),
            Period::Week if day.weekday() == Weekday::Monday => Some(day),
            Period::Week => day.nth_weekday(-1, Weekday::Monday).ok(),
            Period::Month => Some(day.first_of_month()),
            Period::Quarter => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok(),
            Period::Year => Some(day.first_of_year()),
        }
    }

    pub(crate) fn next(self, start: Date) -> Option<Date> {
        let step = match self {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Quarter => 3.months(),
            Period::Year => 1.year(),
        };
        start.checked_add(step).ok()
    }

    pub(crate) fn label(self, start: Date) -> String {
        match self {
            Period::Day => start.to_string(),
            Period::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Period::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
            Period::Year => format!("{:04}", start.year()),
        }
    }
}

/// More periods than this are a mistake in a date.
pub(crate) const MOST: usize = 200_000;

#[derive(Clone, Copy, Default)]
struct Sum {
    n: i64,
    scale: f64,
}

impl Sum {
    fn value(self, measure: Measure) -> Cell {
        match measure {
            Measure::Count => Cell::Real(self.n as f64),
            // A mean of nothing is no number, and no zero.
            Measure::Scale if self.n == 0 => Cell::Null,
            Measure::Scale => Cell::Real(self.scale / self.n as f64),
        }
    }
}

/// The periods from one that begins on `first` to one that begins on `last`.
fn periods(period: Period, first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), move |day| period.next(*day)).take_while(move |day| *day <= last)
}

fn check_length(first: Date, last: Date) -> Result<(), Error> {
    if last.since((Unit::Day, first)).is_ok_and(|span| span.get_days() as usize > MOST) {
        return Err(Error::new(format!("from {first} to {last} is too long for a series; give --since and --until")));
    }
    Ok(())
}

/// What names a line of a series, and what it sums up to in each period.
type Line = (Vec<String>, BTreeMap<Date, Sum>);

impl Archive {
    /// Gives `sink` a row for each period and dyad of the filter, or for each period when it names none.
    ///
    /// # Errors
    /// When the archive or the sink fails.
    pub fn series(
        &self,
        filter: &Filter,
        period: Period,
        unit: Counted,
        measure: Measure,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let dyads: Vec<Option<&Dyad>> =
            if filter.dyads.is_empty() { vec![None] } else { filter.dyads.iter().map(Some).collect() };
        let mut lines = Vec::new();
        for dyad in dyads {
            let one = Filter { dyads: dyad.cloned().into_iter().collect(), limit: None, ..filter.clone() };
            let label = dyad.map_or_else(|| "all".to_owned(), |d| d.label.clone());
            lines.push((vec![label], self.sums(&one, period, unit)?));
        }
        self.write_lines(filter, period, measure, &["dyad"], &lines, sink)
    }

    /// Gives `sink` a row for every ordered pair of countries and every period: zero where nothing happened.
    ///
    /// The pairs are all of `among`, or, when it is empty, those that have anything within the filter. Compound parties
    /// are taken apart: every country that acts with every one acted upon, and the actors of a reciprocal event without
    /// recipient with each other in both directions. A happening counts once for each pair.
    ///
    /// # Errors
    /// When the filter or `among` makes no sense, or the archive or the sink fails.
    pub fn pair_series(
        &self,
        filter: &Filter,
        among: &[String],
        period: Period,
        unit: Counted,
        measure: Measure,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        if let [one] = among {
            return Err(Error::new(format!("--among {one} is one country; a pair takes two")));
        }
        let c = Filter { limit: None, ..filter.clone() }.of_events(&self.db, Reach::Gather)?;
        let (key, day, scale) = match unit {
            Counted::Events => ("e.id", "e.day", "e.scale"),
            Counted::Occurrences => ("o.id", "o.day", "o.scale"),
        };
        let sql = format!(
            "SELECT DISTINCT x.country, y.country, {day}, {scale}, {key}
             FROM events e JOIN versions v ON v.key = e.version AND v.current = 1
             JOIN arguments x ON x.event = e.key AND x.side = 'actor'
             JOIN arguments y ON y.event = e.key AND y.country <> x.country
             LEFT JOIN occurrences o ON o.key = e.occurrence
             WHERE e.rejected = 0 AND e.polarity = 'affirmed' AND e.modality = 'actual' AND {key} IS NOT NULL
                 AND (y.side = 'recipient' OR NOT EXISTS (
                     SELECT 1 FROM arguments z WHERE z.event = e.key AND z.side = 'recipient'))
                 AND {} ORDER BY 1, 2, 5",
            c.joined()
        );
        let mut sums: BTreeMap<(String, String), BTreeMap<Date, Sum>> = BTreeMap::new();
        for source in among {
            for target in among.iter().filter(|target| *target != source) {
                sums.insert((source.clone(), target.clone()), BTreeMap::new());
            }
        }
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(&c.params[..])?;
        while let Some(row) = rows.next()? {
            let pair: (String, String) = (row.get(0)?, row.get(1)?);
            let start = row.get::<_, String>(2)?.parse::<Date>().ok().and_then(|day| period.start(day));
            let Some(start) = start else { continue };
            let found = if among.is_empty() { Some(sums.entry(pair).or_default()) } else { sums.get_mut(&pair) };
            if let Some(of_pair) = found {
                let sum = of_pair.entry(start).or_default();
                sum.n += 1;
                sum.scale += row.get::<_, f64>(3)?;
            }
        }
        // A server takes one question at a time.
        drop(rows);
        let lines: Vec<Line> = sums.into_iter().map(|((source, target), sums)| (vec![source, target], sums)).collect();
        self.write_lines(filter, period, measure, &["source", "target"], &lines, sink)
    }

    /// A row for each line and period. All lines have the same periods: those asked for, else from the first to the
    /// last that has anything.
    fn write_lines(
        &self,
        filter: &Filter,
        period: Period,
        measure: Measure,
        names: &[&str],
        lines: &[Line],
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let read = self.read_in(period)?;
        let all = || lines.iter().flat_map(|(_, sums)| sums.keys()).copied();
        let first = filter.since.and_then(|day| period.start(day)).or_else(|| all().min());
        let last = filter.until.and_then(|day| period.start(day)).or_else(|| all().max());
        let mut columns = vec![("period", Type::Text), ("start", Type::Text)];
        columns.extend(names.iter().map(|name| (*name, Type::Text)));
        columns.extend([("n", Type::Int), ("value", Type::Real), ("n_articles", Type::Int)]);
        let column = |(name, kind): (&str, Type)| Column { name: name.to_owned(), kind: Some(kind) };
        sink.begin(&columns.into_iter().map(column).collect::<Vec<_>>())?;
        let (Some(first), Some(last)) = (first, last) else { return sink.finish() };
        check_length(first, last)?;
        for (labels, sums) in lines {
            for day in periods(period, first, last) {
                let sum = sums.get(&day).copied().unwrap_or_default();
                let mut row = vec![Cell::Text(period.label(day)), Cell::Text(day.to_string())];
                row.extend(labels.iter().cloned().map(Cell::Text));
                let n_read = read.get(&day).copied().unwrap_or(0);
                row.extend([Cell::Int(sum.n), sum.value(measure), Cell::Int(n_read)]);
                sink.row(&row)?;
            }
        }
        sink.finish()
    }

    fn sums(&self, filter: &Filter, period: Period, unit: Counted) -> Result<BTreeMap<Date, Sum>, Error> {
        // Scales are summed up in thousandths, since sums of whole numbers do not depend on their order.
        let (sql, params) = match unit {
            Counted::Events => {
                let c = filter.of_events(&self.db, Reach::Gather)?;
                let sql = format!(
                    "SELECT e.day, count(*), sum(round(e.scale * 1000)) FROM events e
                     JOIN versions v ON v.key = e.version AND v.current = 1
                     WHERE e.rejected = 0 AND e.polarity = 'affirmed' AND e.modality = 'actual' AND {} GROUP BY e.day",
                    c.joined()
                );
                (sql, c.params)
            }
            Counted::Occurrences => {
                let Summed { from, n, scale, which, params } = self.happened_in(filter)?;
                let sql = format!("SELECT o.day, {n}, {scale} FROM {from} WHERE {which} GROUP BY o.day");
                (sql, params)
            }
        };
        let mut sums: BTreeMap<Date, Sum> = BTreeMap::new();
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(&params[..])?;
        while let Some(row) = rows.next()? {
            let day: String = row.get(0)?;
            // What has no day at all is in no period.
            let start = day.parse::<Date>().ok().and_then(|d| period.start(d));
            if let Some(sum) = start.map(|start| sums.entry(start).or_default()) {
                sum.n += row.get::<_, i64>(1)?;
                sum.scale += row.get::<_, f64>(2)?;
            }
        }
        sums.values_mut().for_each(|sum| sum.scale /= 1000.0);
        Ok(sums)
    }

    /// How many articles were published in each period.
    pub(crate) fn read_in(&self, period: Period) -> Result<BTreeMap<Date, i64>, Error> {
        // In an index alone, which for a server has no expressions.
        let mut statement = self.db.prepare(
            "SELECT published, count(*) FROM versions WHERE current = 1 AND published IS NOT NULL GROUP BY published",
        )?;
        let mut rows = statement.query([])?;
        let mut read = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let day: String = row.get(0)?;
            if let Some(start) = day.parse::<Date>().ok().and_then(|d| period.start(d)) {
                *read.entry(start).or_default() += row.get::<_, i64>(1)?;
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use chancery_engine::doc::Date;

    use super::Period;

    #[test]
    fn periods_begin_where_calendars_say() {
        let check = |period: Period, day: &str, start: &str, label: &str| {
            let got = period.start(day.parse::<Date>().unwrap()).unwrap();
            assert_eq!((got.to_string().as_str(), period.label(got).as_str()), (start, label));
        };
        check(Period::Week, "2023-01-01", "2022-12-26", "2022-W52");
        check(Period::Week, "2024-12-30", "2024-12-30", "2025-W01");
        check(Period::Month, "2024-02-29", "2024-02-01", "2024-02");
        check(Period::Quarter, "2024-06-30", "2024-04-01", "2024-Q2");
        check(Period::Year, "2024-06-30", "2024-01-01", "2024");
    }
}
