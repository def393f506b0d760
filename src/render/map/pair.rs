//! Two maps of one region side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::scene::Openness;
use super::{Drawing, Map, MapError, Region, paint, style};

/// Two maps of one region side by side, such as before and after something opens; made by
/// [`Map::beside`].
///
/// Links and services that are open on one and not on the other are marked on both.
#[derive(Clone, Debug)]
#[must_use]
pub struct SideBySide<'a> {
    before: Map<'a>,
    after: Map<'a>,
}

/// White space between the maps, in pixels.
const GAP: u32 = 8;

impl<'a> SideBySide<'a> {
    pub(super) const fn new(before: Map<'a>, after: Map<'a>) -> Self {
        Self { before, after }
    }

    /// Draws both, each with its title and legend. The region is that of the left map, or else that of
    /// the right one, or else what is large enough for the routes or places of both.
    ///
    /// # Errors
    /// As [`Map::draw`].
    pub fn draw(&self) -> Result<DrawnPair, MapError> {
        let (mut before, mut after) = (self.before.clone(), self.after.clone());
        let region = match before.region.or(after.region) {
            Some(region) => region,
            None => self.fitted().ok_or(MapError::Nothing)?,
        };
        let open = [&before, &after].map(opennesses);
        let [left, right] = &open;
        let ids: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        let is_open = |side: &BTreeMap<String, Openness>, id: &String| {
            side.get(id)
                .is_some_and(|openness| *openness == Openness::Open)
        };
        let changed = ids
            .into_iter()
            .filter(|id| is_open(left, id) != is_open(right, id));
        let changed: BTreeSet<String> = changed.cloned().collect();
        let mut drawings = Vec::new();
        for (map, mark) in [(&mut before, "-before"), (&mut after, "-after")] {
            map.check_size()?;
            map.changed.clone_from(&changed);
            drawings.push(paint::Painter::new(map, region, mark).paint());
        }
        let (Some(after), Some(before)) = (drawings.pop(), drawings.pop()) else {
            return Err(MapError::Nothing);
        };
        let left = before.size.0 + GAP;
        let size = (left + after.size.0, before.size.1.max(after.size.1));
        let moved = after
            .svg
            .replacen("<svg ", &format!("<svg x=\"{left}\" "), 1);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" \
             viewBox=\"0 0 {0} {1}\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"{2}\"/>\n\
             {3}{moved}</svg>\n",
            size.0,
            size.1,
            style::PAPER,
            before.svg
        );
        Ok(DrawnPair {
            svg,
            size,
            before,
            after,
            changed: changed.len(),
        })
    }

    fn fitted(&self) -> Option<Region> {
        let (before, after) = (self.before.fitted()?, self.after.fitted()?);
        Region::new(
            before.west().min(after.west()),
            before.south().min(after.south()),
            before.east().max(after.east()),
            before.north().max(after.north()),
        )
        .ok()
    }
}

/// Whether each link and service by sea is open.
fn opennesses(map: &Map<'_>) -> BTreeMap<String, Openness> {
    let drawn = map.ground.drawn(map.day, &map.highlighted).into_iter();
    drawn.map(|drawn| (drawn.id, drawn.openness)).collect()
}

/// Two finished maps in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPair {
    svg: String,
    size: (u32, u32),
    before: Drawing,
    after: Drawing,
    changed: usize,
}

impl DrawnPair {
    /// The SVG document.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The SVG document.
    #[must_use]
    pub fn into_svg(self) -> String {
        self.svg
    }

    /// Writes the SVG document.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_to(&self, mut writer: impl io::Write) -> io::Result<()> {
        writer.write_all(self.svg.as_bytes())
    }

    /// Width and height of the document in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }

    /// The left map.
    #[must_use]
    pub const fn before(&self) -> &Drawing {
        &self.before
    }

    /// The right map.
    #[must_use]
    pub const fn after(&self) -> &Drawing {
        &self.after
    }

    /// How many links and services are open on one of them only, in the whole network.
    #[must_use]
    pub const fn changed(&self) -> usize {
        self.changed
    }
}
