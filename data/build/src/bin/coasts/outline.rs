//! Lines of degrees: simplified, measured, written down.

/// Longitude and latitude in degrees.
pub type Point = (f64, f64);

/// Farthest that a simplified line may stray, in degrees, by boxes of west, south, east, north: close
/// where places lie close together, far where none lie.
const TOLERANCES: [([f64; 4], f64); 4] = [
    ([12.0, 36.0, 90.0, 48.0], 0.012),
    ([-6.0, 35.0, 90.0, 55.5], 0.02),
    ([90.0, 18.0, 135.0, 60.0], 0.06),
    ([-13.0, 10.0, 93.0, 72.0], 0.1),
];
/// The same of the rest of the world.
const ELSEWHERE: f64 = 0.8;

/// How far a line may stray here, in degrees.
pub fn tolerance((x, y): Point) -> f64 {
    let mut boxes = TOLERANCES.iter().filter(|([west, south, east, north], _)| {
        (*west..=*east).contains(&x) && (*south..=*north).contains(&y)
    });
    boxes.next().map_or(ELSEWHERE, |(_, tolerance)| *tolerance)
}

/// Douglas-Peucker; a closed line is cut at the point farthest from its start.
pub fn simplified(line: &[Point]) -> Vec<Point> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    let last = line.len() - 1;
    keep[0] = true;
    keep[last] = true;
    let mut open = vec![(0, last)];
    while let Some((a, b)) = open.pop() {
        let farthest = (a + 1..b)
            .map(|i| (distance(line[i], line[a], line[b]) / tolerance(line[i]), i))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((far, i)) = farthest
            && far > 1.0
        {
            keep[i] = true;
            open.push((a, i));
            open.push((i, b));
        }
    }
    let kept = line.iter().zip(&keep).filter(|(_, keep)| **keep);
    kept.map(|(point, _)| *point).collect()
}

/// Degrees from a point to a segment, longitudes shortened as at 45 degrees north.
fn distance(p: Point, a: Point, b: Point) -> f64 {
    let flat = |p: Point| (p.0 * std::f64::consts::FRAC_1_SQRT_2, p.1);
    let (p, a, b) = (flat(p), flat(a), flat(b));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (x, y) = (p.0 - a.0 - t * dx, p.1 - a.1 - t * dy);
    (x * x + y * y).sqrt()
}

/// Square degrees inside a closed line.
pub fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    twice.abs() / 2.0
}

/// Google's polyline algorithm with hundredths of a degree; nothing for less than two points.
pub fn encoded(line: &[Point]) -> Option<String> {
    let mut cells: Vec<(i64, i64)> = line
        .iter()
        .map(|p| ((p.0 * 100.0).round() as i64, (p.1 * 100.0).round() as i64))
        .collect();
    cells.dedup();
    if cells.len() < 2 {
        return None;
    }
    let mut out = String::new();
    let (mut x, mut y) = (0, 0);
    for cell in cells {
        for step in [cell.1 - y, cell.0 - x] {
            let mut rest = ((step << 1) ^ (step >> 63)) as u64;
            loop {
                let more = rest >= 32;
                let five = (rest & 31) as u8 | if more { 32 } else { 0 };
                out.push(char::from(five + 63));
                rest >>= 5;
                if !more {
                    break;
                }
            }
        }
        (x, y) = cell;
    }
    Some(out)
}
