//! Writing SVG: escaped text, numbers of one decimal, paths.

use std::fmt::Write as _;

pub(super) use crate::network::escaped;

/// A number with at most one decimal.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if !tenths.is_finite() {
        return "0".to_owned();
    }
    // Adding zero turns -0 into 0.
    let tenths = tenths + 0.0;
    if tenths % 10.0 == 0.0 {
        format!("{:.0}", tenths / 10.0)
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}

/// Path data of a line; points closer than `grain` pixels to the last one are left out, the ends
/// are kept.
pub(super) fn path(points: &[(f64, f64)], grain: f64, close: bool) -> String {
    let mut out = String::new();
    let mut last: Option<(f64, f64)> = None;
    for (index, point) in points.iter().enumerate() {
        let end = index + 1 == points.len();
        if let Some(last) = last
            && !end
            && (point.0 - last.0).abs() < grain
            && (point.1 - last.1).abs() < grain
        {
            continue;
        }
        let command = if last.is_none() { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let _ = write!(out, "{command}{} {}", number(point.0), number(point.1));
        last = Some(*point);
    }
    if close && !out.is_empty() {
        out.push('Z');
    }
    out
}

/// How wide a text is at a font size, in pixels: generous for the usual sans-serif faces.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '|' | ':' | ' ' => 0.34,
            'f' | 't' | 'r' | '-' | '(' | ')' | '/' => 0.42,
            'm' | 'w' | 'M' | 'W' => 0.96,
            'A'..='Z' => 0.72,
            letter if (letter as u32) < 0x2000 => 0.63,
            letter if (letter as u32) < 0x2e80 => 0.8,
            _ => 1.05,
        })
        .sum();
    em * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(-0.01), "0");
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(-7.0), "-7");
        assert_eq!(number(f64::NAN), "0");
    }

    #[test]
    fn paths_skip_what_nobody_sees_but_not_the_end() {
        let line = [(0.0, 0.0), (0.1, 0.1), (5.0, 5.0), (5.1, 5.0)];
        assert_eq!(path(&line, 0.5, false), "M0 0L5 5L5.1 5");
        assert_eq!(path(&[], 0.5, true), "");
    }
}
