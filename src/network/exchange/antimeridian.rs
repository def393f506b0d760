/// A line in degrees, longitude first.
type Line = Vec<(f64, f64)>;

/// The pieces of a line in degrees, cut where it crosses the meridian of 180 degrees, as RFC 7946 asks
/// in section 3.1.9. Of two ways around the Earth a segment goes the shorter one.
pub(crate) fn cut_at_antimeridian(line: &[(f64, f64)]) -> Vec<Line> {
    let mut pieces = vec![Line::new()];
    let mut last: Option<(f64, f64)> = None;
    for point in line.iter().copied() {
        if let Some(from) = last
            && (point.0 - from.0).abs() > 180.0
        {
            // Where the segment is on the meridian, with both ends on one side of it.
            let side = 180.0_f64.copysign(from.0);
            let beyond = point.0 + 360.0_f64.copysign(from.0);
            let part = (side - from.0) / (beyond - from.0);
            let latitude = from.1 + part * (point.1 - from.1);
            for (side, is_new) in [(side, false), (-side, true)] {
                if is_new {
                    pieces.push(Line::new());
                }
                if let Some(piece) = pieces.last_mut() {
                    piece.push((side, latitude));
                }
            }
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(point);
        }
        last = Some(point);
    }
    for piece in &mut pieces {
        piece.dedup();
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_keep_their_ends() {
        let line = [(170.0, 50.0), (178.0, 52.0), (-178.0, 54.0), (-170.0, 55.0)];
        let pieces = cut_at_antimeridian(&line);
        assert_eq!(
            pieces,
            [
                vec![(170.0, 50.0), (178.0, 52.0), (180.0, 53.0)],
                vec![(-180.0, 53.0), (-178.0, 54.0), (-170.0, 55.0)],
            ]
        );
        let back: Line = line.iter().rev().copied().collect();
        let pieces = cut_at_antimeridian(&back);
        assert_eq!(pieces[0].last(), Some(&(-180.0, 53.0)));
        assert_eq!(pieces[1].first(), Some(&(180.0, 53.0)));
    }

    #[test]
    fn what_ends_on_the_meridian_is_not_cut_twice() {
        let pieces = cut_at_antimeridian(&[(179.0, 0.0), (180.0, 0.0), (-179.0, 0.0)]);
        assert_eq!(
            pieces,
            [
                vec![(179.0, 0.0), (180.0, 0.0)],
                vec![(-180.0, 0.0), (-179.0, 0.0)]
            ]
        );
        assert_eq!(cut_at_antimeridian(&[(10.0, 0.0), (20.0, 1.0)]).len(), 1);
        assert!(cut_at_antimeridian(&[(10.0, 0.0)]).is_empty());
    }
}
