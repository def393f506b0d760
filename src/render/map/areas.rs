//! Names of countries and seas, where there is room for them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::labels::{Obstacles, Rect};
use super::land::GROUNDS;
use super::scene::Line;
use super::style;
use super::svg::{escaped, number, text_width};

/// Seas by boxes of west, south, east and north in which their names may stand, in degrees; larger
/// ones first.
const SEAS: &[(&str, [f64; 4])] = &[
    ("Atlantic Ocean", [-40.0, 20.0, -10.0, 55.0]),
    ("Indian Ocean", [55.0, -35.0, 95.0, 5.0]),
    ("Pacific Ocean", [135.0, 5.0, 180.0, 40.0]),
    ("Mediterranean Sea", [10.0, 31.5, 34.0, 36.5]),
    ("Mediterranean Sea", [-1.0, 35.5, 9.0, 42.0]),
    ("Black Sea", [28.5, 41.5, 41.0, 45.5]),
    ("Caspian Sea", [48.5, 37.0, 54.0, 47.0]),
    ("North Sea", [-1.5, 52.5, 8.0, 60.0]),
    ("Baltic Sea", [14.5, 54.5, 21.5, 60.0]),
    ("Arabian Sea", [57.0, 8.0, 73.0, 24.0]),
    ("Bay of Bengal", [81.0, 8.0, 93.0, 20.0]),
    ("South China Sea", [109.0, 6.0, 119.0, 21.5]),
    ("East China Sea", [122.0, 25.5, 128.0, 32.0]),
    ("Yellow Sea", [120.0, 33.0, 126.0, 38.5]),
    ("Sea of Japan", [129.5, 36.5, 139.0, 44.0]),
    ("Norwegian Sea", [-5.0, 62.0, 14.0, 72.0]),
    ("Barents Sea", [25.0, 70.0, 52.0, 77.0]),
    ("Red Sea", [33.5, 13.5, 42.5, 27.0]),
    ("Persian Gulf", [48.0, 24.5, 56.0, 30.0]),
    ("Gulf of Oman", [56.8, 23.5, 61.0, 26.0]),
    ("Bay of Biscay", [-8.0, 43.8, -1.5, 47.5]),
    ("Adriatic Sea", [12.5, 41.0, 19.5, 45.6]),
    ("Aegean Sea", [23.0, 35.8, 27.0, 40.5]),
    ("Ionian Sea", [16.5, 36.0, 20.5, 39.5]),
    ("Tyrrhenian Sea", [9.5, 38.0, 15.8, 42.5]),
    ("Sea of Azov", [35.0, 45.3, 38.8, 47.2]),
    ("Sea of Marmara", [27.2, 40.3, 29.2, 41.1]),
    ("Levantine Sea", [28.5, 33.0, 35.5, 36.5]),
];

/// Side of the cells that areas are told apart in, in pixels.
const CELL: f64 = 6.0;
/// What a cell of water holds.
const WATER: u16 = u16::MAX;
/// Sizes of fonts that are tried, the largest first.
const SIZES: [f64; 5] = [22.0, 18.0, 15.0, 12.5, 10.5];
/// The part of a name that lines may run through, and of a country that a name may take.
const PATIENCE: f64 = 0.55;
const SHARE: f64 = 0.22;

/// Which country each cell of a frame is in.
/// Names are written where it says that there is one country, or water, alone.
#[derive(Debug)]
pub(super) struct Raster {
    frame: Rect,
    across: usize,
    cells: Vec<u16>,
}

impl Raster {
    pub(super) fn new(frame: Rect) -> Self {
        let cells = |from: f64, to: f64| ((to - from) / CELL).floor().clamp(1.0, 4000.0) as usize;
        let (across, down) = (
            cells(frame.left, frame.right),
            cells(frame.top, frame.bottom),
        );
        Self {
            frame,
            across,
            cells: vec![WATER; across * down],
        }
    }

    /// Fills the inside of closed lines in pixels, by the even-odd rule.
    pub(super) fn fill(&mut self, rings: &[Line], value: usize) {
        let mut meets = Vec::new();
        for (row, cells) in self.cells.chunks_mut(self.across).enumerate() {
            let y = self.frame.top + (row as f64 + 0.5) * CELL;
            meets.clear();
            for ring in rings {
                for (index, b) in ring.iter().enumerate() {
                    let a = ring[(index + ring.len() - 1) % ring.len()];
                    if (a.1 > y) != (b.1 > y) {
                        meets.push((b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0);
                    }
                }
            }
            meets.sort_by(f64::total_cmp);
            for pair in meets.chunks_exact(2) {
                // A cell is inside when its middle is.
                let cell = |x: f64| ((x - self.frame.left) / CELL - 0.5).ceil().max(0.0) as usize;
                let (first, end) = (cell(pair[0]), cell(pair[1]).min(self.across));
                if let Some(cells) = cells.get_mut(first..end) {
                    cells.fill(value as u16);
                }
            }
        }
    }

    fn middle(&self, index: usize) -> (f64, f64) {
        let (row, column) = (index / self.across, index % self.across);
        (
            self.frame.left + (column as f64 + 0.5) * CELL,
            self.frame.top + (row as f64 + 0.5) * CELL,
        )
    }

    /// Whether all of a box is in one area.
    fn is_all(&self, area: &Rect, value: u16) -> bool {
        if !self.frame.holds(area) {
            return false;
        }
        let cell = |value: f64, from: f64| ((value - from) / CELL).floor().max(0.0) as usize;
        let (left, right) = (
            cell(area.left, self.frame.left),
            cell(area.right, self.frame.left).min(self.across - 1),
        );
        let rows = cell(area.top, self.frame.top)..=cell(area.bottom, self.frame.top);
        rows.into_iter().all(|row| {
            let cells = self
                .cells
                .get(row * self.across + left..=row * self.across + right);
            cells.is_none_or(|cells| cells.iter().all(|cell| *cell == value))
        })
    }

    /// Where a name stands best in an area: over few lines and near the middle of what is seen of it.
    fn spot(
        &self,
        name: &Name<'_>,
        cells: &[usize],
        obstacles: &Obstacles,
    ) -> Option<(Rect, (f64, f64))> {
        let count = cells.len() as f64;
        let sum = cells.iter().map(|cell| self.middle(*cell));
        let sum = sum.fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
        let middle = (sum.0 / count, sum.1 / count);
        let spread = (count.sqrt() * CELL).max(1.0);
        let (width, height) = (name.width(), name.size);
        let mut best: Option<(f64, Rect)> = None;
        for cell in cells {
            let (x, y) = self.middle(*cell);
            let area = Rect {
                left: x - width / 2.0,
                top: y - height / 2.0,
                right: x + width / 2.0,
                bottom: y + height / 2.0,
            };
            if !self.is_all(&area, name.value) || obstacles.is_blocked(&area) {
                continue;
            }
            let covered = obstacles.covered(&area);
            let off = libm::hypot(x - middle.0, y - middle.1) / spread;
            let cost = covered + 0.5 * off;
            if covered <= PATIENCE && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, area));
            }
        }
        best.map(|(_, area)| (area, (area.left, area.bottom - 0.16 * height)))
    }
}

struct Name<'n> {
    text: &'n str,
    size: f64,
    /// Pixels between letters.
    apart: f64,
    value: u16,
}

impl Name<'_> {
    fn width(&self) -> f64 {
        text_width(self.text, self.size) + self.apart * self.text.chars().count() as f64
    }
}

/// Names that were given room, as SVG, and how many.
#[derive(Default)]
pub(super) struct Written {
    text: String,
    pub(super) count: usize,
}

impl Written {
    /// Writes a name into an area if there is room.
    fn write(
        &mut self,
        raster: &Raster,
        obstacles: &mut Obstacles,
        name: &Name<'_>,
        cells: &[usize],
    ) -> bool {
        let Some((area, at)) = raster.spot(name, cells, obstacles) else {
            return false;
        };
        obstacles.block(area);
        self.count += 1;
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.text,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" letter-spacing=\"{}\">{}</text>",
            number(at.0),
            number(at.1),
            number(name.size),
            number(name.apart),
            escaped(name.text)
        );
        true
    }
}

/// The names of seas; `locate` gives the pixels of a longitude and latitude.
pub(super) fn seas(
    raster: &Raster,
    obstacles: &mut Obstacles,
    locate: impl Fn(f64, f64) -> (f64, f64),
) -> Written {
    let mut written = Written::default();
    let cells = raster.cells.iter().enumerate();
    let water: Vec<usize> = cells
        .filter(|(_, value)| **value == WATER)
        .map(|(index, _)| index)
        .collect();
    for (text, [west, south, east, north]) in SEAS {
        let (left, top) = locate(*west, *north);
        let (right, bottom) = locate(*east, *south);
        let cells = water.iter().copied().filter(|cell| {
            let (x, y) = raster.middle(*cell);
            (left..=right).contains(&x) && (top..=bottom).contains(&y)
        });
        let cells: Vec<usize> = cells.collect();
        for size in &SIZES[1..] {
            let name = Name {
                text,
                size: *size,
                apart: size * 0.06,
                value: WATER,
            };
            if !cells.is_empty() && written.write(raster, obstacles, &name, &cells) {
                break;
            }
        }
    }
    written
}

/// The names of countries, those of which most is seen first.
pub(super) fn countries(raster: &Raster, obstacles: &mut Obstacles) -> Written {
    let mut written = Written::default();
    let mut by_value: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (index, value) in raster.cells.iter().enumerate() {
        by_value.entry(*value).or_default().push(index);
    }
    let mut larger: Vec<(&u16, &Vec<usize>)> = by_value.iter().collect();
    larger.sort_by_key(|(value, cells)| (std::cmp::Reverse(cells.len()), **value));
    for (value, cells) in larger {
        let Some(ground) = GROUNDS.get(usize::from(*value)) else {
            continue;
        };
        if ground.name.is_empty() {
            continue;
        }
        let text = ground.name.to_uppercase();
        let room = cells.len() as f64 * CELL * CELL * SHARE;
        for size in SIZES {
            let name = Name {
                text: &text,
                size,
                apart: size * 0.12,
                value: *value,
            };
            let fits = name.width() * size <= room;
            if fits && written.write(raster, obstacles, &name, cells) {
                break;
            }
        }
    }
    written
}

/// Both as one group.
pub(super) fn group(seas: &Written, countries: &Written) -> String {
    format!(
        "<g class=\"areas\" stroke=\"none\">\n\
         <g class=\"seas\" fill=\"{}\" font-style=\"italic\">\n{}</g>\n\
         <g class=\"countries\" fill=\"{}\" font-weight=\"bold\">\n{}</g>\n</g>\n",
        style::SEA_INK,
        seas.text,
        style::COUNTRY_INK,
        countries.text
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 600.0,
        bottom: 300.0,
    };

    #[test]
    fn an_area_is_what_its_lines_enclose() {
        let mut raster = Raster::new(FRAME);
        let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high)];
        raster.fill(&[square(60.0, 240.0), square(120.0, 180.0)], 7);
        let at = |x: f64, y: f64| {
            raster.cells[(y / CELL) as usize * raster.across + (x / CELL) as usize]
        };
        assert_eq!(at(90.0, 90.0), 7);
        assert_eq!(at(150.0, 150.0), WATER);
        assert_eq!(at(30.0, 30.0), WATER);
        assert_eq!(at(500.0, 90.0), WATER);
        // Beyond the frame nothing is written.
        raster.fill(&[square(-1e6, 1e6)], 8);
        assert!(raster.cells.iter().all(|cell| *cell == 8));
    }

    #[test]
    fn names_stand_in_their_area_and_not_on_others() {
        let mut raster = Raster::new(FRAME);
        raster.cells.fill(3);
        let mut obstacles = Obstacles::default();
        let blocked = Rect {
            left: 0.0,
            top: 0.0,
            right: 600.0,
            bottom: 200.0,
        };
        obstacles.block(blocked);
        let name = Name {
            text: "AREA",
            size: 18.0,
            apart: 2.0,
            value: 3,
        };
        let cells: Vec<usize> = (0..raster.cells.len()).collect();
        let (area, _) = raster.spot(&name, &cells, &obstacles).expect("room");
        assert!(FRAME.holds(&area) && !area.overlaps(&blocked));
        obstacles.block(FRAME);
        assert!(raster.spot(&name, &cells, &obstacles).is_none());
    }
}
