//! Charts as SVG documents of their own.

use super::words::grouped;
use crate::network::escaped;

/// Room above a chart for its title.
const TITLE: f64 = 34.0;
const MARGIN: f64 = 12.0;

/// A number with at most one decimal.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A whole number, thousands set apart.
pub(super) fn apart(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let sign = if value < 0.0 && digits != "0" {
        "-"
    } else {
        ""
    };
    format!("{sign}{}", grouped(&digits))
}

/// An SVG element on white below a title; empty for nothing.
pub(super) fn titled(svg: &str, title: &str) -> String {
    let size = |name: &str| -> Option<f64> {
        let (_, after) = svg.split_once(&format!(" {name}=\""))?;
        after.split_once('"')?.0.parse().ok()
    };
    let (Some(width), Some(height)) = (size("width"), size("height")) else {
        return String::new();
    };
    let (wide, high) = (width + 2.0 * MARGIN, height + TITLE + MARGIN);
    let inner = svg.replacen("<svg ", &format!("<svg x=\"{MARGIN}\" y=\"{TITLE}\" "), 1);
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\
         <text x=\"{MARGIN}\" y=\"22\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"16\" font-weight=\"bold\" fill=\"#20262e\">{title}</text>\
         {inner}</svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{apart, number};

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, 1.25, -0.01].map(number), ["1", "1.2", "0"]);
        assert_eq!(
            [0.4, 1_234_567.0, -1000.0].map(apart),
            ["0", "1,234,567", "-1,000"]
        );
    }
}
