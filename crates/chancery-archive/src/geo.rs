//! Distances on the globe, as a function that questions can use: `km(lat, lon, lat, lon)`.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::error::Error;

/// Kilometres between two points; the Earth is a ball here, which is wrong by half a percent at most.
pub(crate) fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = (lat_b - lat_a, (b.1 - a.1).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

pub(crate) fn install(db: &Connection) -> Result<(), Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("km", 4, flags, |ctx| {
        let at = |i| ctx.get::<Option<f64>>(i);
        Ok(match (at(0)?, at(1)?, at(2)?, at(3)?) {
            (Some(a), Some(b), Some(c), Some(d)) => Some(km((a, b), (c, d))),
            _ => None,
        })
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::km;

    #[test]
    fn distances_between_cities() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((km(paris, london) - 344.0).abs() < 3.0);
        assert!(km((0.0, 179.9), (0.0, -179.9)) < 23.0, "across the date line");
        assert!(km(paris, paris) < 1e-9);
    }
}
