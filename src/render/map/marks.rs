//! Rings around what is to be seen first, with a word beside each.

use std::fmt::Write as _;

use super::labels::{Rect, Wish, place};
use super::legend::Entry;
use super::paint::Painter;
use super::style;
use super::svg::{escaped, number};

/// Something to be marked on a map: a place, crossing, service or link, by its code or id, and a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub(super) at: String,
    pub(super) text: String,
}

impl Mark {
    /// A mark with words beside it; a service is marked where it starts, a link in its middle.
    #[must_use]
    pub fn new(at: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            text: text.into(),
        }
    }
}

const RADIUS: f64 = 9.0;
const SIZE: f64 = 12.0;

impl Painter<'_, '_> {
    /// A ring for each mark inside the frame, and words that no name may cover; how many marks the network knows
    /// nothing of.
    pub(super) fn marks(&mut self, entries: &mut Vec<Entry>) -> usize {
        let (mut unknown, mut wishes, mut rings) = (0, Vec::<Wish>::new(), String::new());
        for mark in &self.map.marks {
            let Some((x, y)) = self.map.ground.located(&mark.at) else {
                unknown += 1;
                continue;
            };
            let at = self.projection.project(x, y);
            if !self.frame.contains(at) {
                continue;
            }
            // A ring for each place, with the words of all that is marked there.
            let same = |wish: &&mut Wish| {
                let (right, down) = (wish.at.0 - at.0, wish.at.1 - at.1);
                right.hypot(down) < 1.0
            };
            if let Some(wish) = wishes.iter_mut().find(same) {
                wish.text += "; ";
                wish.text += &mark.text;
                continue;
            }
            self.obstacles.block(Rect::around(at, RADIUS));
            // Writing to a string cannot fail.
            let _ = writeln!(
                rings,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{RADIUS}\"><title>{}</title></circle>",
                number(at.0),
                number(at.1),
                escaped(&format!("{}: {}", mark.at, mark.text))
            );
            wishes.push(Wish {
                text: mark.text.clone(),
                at,
                radius: RADIUS,
                size: SIZE,
                patience: 9.0,
                must: true,
            });
        }
        if wishes.is_empty() {
            return unknown;
        }
        let spots = place(&wishes, &mut self.obstacles, &self.frame);
        let (mut words, mut leaders) = (String::new(), String::new());
        for (wish, spot) in wishes.iter().zip(spots) {
            let Some(spot) = spot else {
                continue;
            };
            if let Some([from, to]) = spot.leader {
                let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
                let _ = write!(leaders, "M{x1} {y1}L{x2} {y2}");
            }
            let _ = writeln!(
                words,
                "<text x=\"{}\" y=\"{}\">{}</text>",
                number(spot.at.0),
                number(spot.at.1),
                escaped(&wish.text)
            );
        }
        let (colour, paper) = (style::SHUT, style::LAND);
        let font = format!("font-size=\"{SIZE}\" font-weight=\"bold\"");
        self.put(&format!(
            "<g class=\"marks\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.6\">\n{rings}\
             <path d=\"{leaders}\" stroke-width=\"0.9\"/>\n</g>\n\
             <g class=\"halos\" {font} fill=\"{paper}\" stroke=\"{paper}\" stroke-width=\"3\" \
             stroke-opacity=\"0.85\" aria-hidden=\"true\">\n{words}</g>\n\
             <g class=\"mark-words\" {font} fill=\"{colour}\" stroke=\"none\">\n{words}</g>\n"
        ));
        let attributes = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.6\"");
        entries.push(Entry::ring(attributes, &*self.map.mark_word));
        unknown
    }
}
