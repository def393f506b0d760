//! Moves over links and controls at borders, held against the records.

use super::Mismatch;
use super::records::{Found, Records};
use super::touch::Touch;
use crate::code::Country;
use crate::network::{BorderCrossing, Conveyance, Direction, End, Link, Mode, Product};
use crate::route::{Step, Stop};

impl<'a> Records<'a> {
    pub(super) fn movement<'s>(
        &self,
        step: &'s Step,
        id: &'s str,
        forward: bool,
        touch: &mut Touch<'s>,
    ) -> Found<()>
    where
        'a: 's,
    {
        let known = self.world.link_by_id(id);
        let Some((key, link)) = known.and_then(|key| Some((key, self.world.link(key)?))) else {
            return Err(Mismatch::unknown("link", id));
        };
        if !self.world.is_open_link(key) {
            return Err(self.not_open("link", id));
        }
        let ends = if forward {
            (link.from, link.to)
        } else {
            (link.to, link.from)
        };
        self.stands(link, ends.0, &step.from)?;
        self.stands(link, ends.1, &step.to)?;
        if !forward && link.direction == Direction::Forward {
            return Err(Mismatch::OneWay { link: id.into() });
        }
        let rides = |conveyance: &Conveyance| link.conveyances().any(|fits| fits == *conveyance);
        if step.conveyances.len() != 1 || !step.conveyances.iter().all(rides) {
            return Err(Mismatch::LinkConveyance { link: id.into() });
        }
        if step.distance != link.length.value() {
            return Err(Mismatch::LinkLength {
                link: id.into(),
                length: link.length.value(),
            });
        }
        touch.mode = Some(link.mode);
        touch.countries.push(link.country);
        touch.link = Some(id);
        touch.line = self.network.line(link.line).map(|line| line.id.as_str());
        if (step.product == Some(Product::Truck)) != (link.mode == Mode::Road)
            || step.product.is_none()
        {
            return Err(Mismatch::LinkProduct {
                link: link.id.clone(),
                mode: link.mode,
            });
        }
        Ok(())
    }

    pub(super) fn stands(&self, link: &Link, end: End, stop: &Stop) -> Found<()> {
        let code = self.network.end_code(end);
        if code != Some(stop.code.as_str()) || stop.country != link.country {
            return Err(Mismatch::LinkElsewhere {
                link: link.id.clone(),
                end: stop.code.clone(),
                country: stop.country,
            });
        }
        Self::called(stop, self.network.end_name(end))
    }

    /// The name of a stop is the record's.
    pub(super) fn called(stop: &Stop, recorded: Option<&str>) -> Found<()> {
        match recorded {
            Some(recorded) if stop.name != recorded => Err(Mismatch::OtherName {
                code: stop.code.clone(),
                stated: stop.name.clone(),
                recorded: recorded.into(),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn border<'s>(
        &self,
        step: &'s Step,
        code: &'s str,
        (from, to): (Country, Country),
        touch: &mut Touch<'s>,
    ) -> Found<()> {
        let id = self.network.crossing_by_code(code);
        let known = id.and_then(|id| Some((id, self.network.crossing(id)?)));
        let Some((id, crossing)): Option<(_, &BorderCrossing)> = known else {
            return Err(Mismatch::unknown("border crossing", code));
        };
        if !self.world.is_open_crossing(id) {
            return Err(self.not_open("border crossing", code));
        }
        let between = crossing.countries.contains(&from) && crossing.countries.contains(&to);
        let here = step.from.code == code && step.to.code == code;
        if !between || from == to || !here || step.from.country != from || step.to.country != to {
            return Err(Mismatch::BorderElsewhere {
                crossing: code.into(),
                from,
                to,
            });
        }
        Self::called(&step.from, Some(&crossing.name))?;
        Self::called(&step.to, Some(&crossing.name))?;
        touch.mode = Some(crossing.mode);
        touch.countries.extend([from, to]);
        touch.border = Some((from, to));
        touch.crossing = Some(code);
        if step.conveyances.len() != 1 {
            return Err(Mismatch::BorderConveyances);
        }
        Ok(())
    }
}
