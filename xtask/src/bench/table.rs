//! The numbers as people, programs and READMEs want them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::floors::Floors;
use super::{Form, Metric};

pub(super) fn render(metrics: &[Metric], floors: &Floors, form: Form) -> String {
    match form {
        Form::Text => text(metrics, floors),
        Form::Json => json(metrics, floors),
        Form::Markdown => markdown(metrics, floors),
    }
}

fn value(metric: &Metric) -> String {
    let decimals = metric.decimals;
    format!("{:.decimals$}", metric.value)
}

fn text(metrics: &[Metric], floors: &Floors) -> String {
    let width = metrics.iter().map(|metric| metric.name.len()).max().unwrap_or(0);
    let mut table = String::new();
    for metric in metrics {
        let (bound, mark) = match floors.bound(metric) {
            Some((bound, true)) => (bound, ""),
            Some((bound, false)) => (bound, "  MISSED"),
            None => (String::new(), ""),
        };
        let line = format!("{:width$}  {:>9}  {bound}{mark}", metric.name, value(metric));
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

fn markdown(metrics: &[Metric], floors: &Floors) -> String {
    let mut table = String::from("| measure | value | bound |\n|---|---:|---:|\n");
    for metric in metrics {
        let bound = floors.bound(metric).map_or_else(String::new, |(bound, _)| bound);
        // Writing into a String cannot fail.
        let _ = writeln!(table, "| `{}` | {} | {bound} |", metric.name, value(metric));
    }
    table
}

fn json(metrics: &[Metric], floors: &Floors) -> String {
    let mut object = Map::new();
    for metric in metrics {
        let held = floors.bound(metric).map(|(_, within)| within);
        let scale = 10_f64.powi(metric.decimals as i32);
        object.insert(
            metric.name.clone(),
            json!({ "value": (metric.value * scale).round() / scale, "within_bound": held }),
        );
    }
    format!("{:#}\n", Value::Object(object))
}

#[cfg(test)]
mod tests {
    use super::super::{Form, Metric};
    use super::{Floors, render};

    #[test]
    fn the_three_forms() {
        let floors = Floors::parse("[floor]\nevents_dev_a = 0.7\n").expect("the floors of this test are right");
        let metrics = [Metric::new("events_dev_a", 0.6512, 3), Metric::new("speed_load_ms", 81.7, 0)];
        let check = |form, want: &str| assert_eq!(render(&metrics, &floors, form), want);
        check(Form::Text, "events_dev_a       0.651  ≥ 0.700  MISSED\nspeed_load_ms         82\n");
        check(
            Form::Markdown,
            "| measure | value | bound |\n|---|---:|---:|\n| `events_dev_a` | 0.651 | ≥ 0.700 |\n| `speed_load_ms` | 82 |  |\n",
        );
        let json: serde_json::Value = serde_json::from_str(&render(&metrics, &floors, Form::Json)).expect("JSON");
        assert_eq!(json["events_dev_a"]["value"], 0.651);
        assert_eq!(json["events_dev_a"]["within_bound"], false);
        assert_eq!(json["speed_load_ms"]["within_bound"], serde_json::Value::Null);
    }
}
