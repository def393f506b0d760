use std::fmt;

use super::settled::Flows;

/// A line for each way of each flow, then one for each jam, then what is not known.
impl fmt::Display for Flows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            writeln!(f, "{} to {}: {} a year", row.from, row.to, row.volume)?;
            match &row.ways {
                Err(error) => writeln!(f, "  without a way: {error}")?,
                Ok(ways) => {
                    for way in ways {
                        let share = way.share * 100.0;
                        write!(f, "  {share:5.1} % by {}", way.name)?;
                        writeln!(f, ", {}, {} in queues", way.generalised, way.queue)?;
                    }
                }
            }
        }
        for jam in &self.jams {
            let used = jam.used * 100.0;
            write!(
                f,
                "{}: {used:.0} % of {:.0} boxes a year",
                jam.at,
                jam.capacity.as_boxes()
            )?;
            writeln!(
                f,
                ", {} of queue, one more saves {} a year",
                jam.queue, jam.one_more
            )?;
        }
        write!(
            f,
            "{} crossings and services without a known capacity; {}",
            self.unlimited,
            if self.is_settled {
                "no flow has a cheaper way left"
            } else {
                "some flow may have a cheaper way"
            }
        )
    }
}
