//! `corridor depends`: how far flows depend on something, and what would end it.

use std::error::Error;
use std::fmt;

use clap::{Args, ValueEnum};
use trade_corridor::analysis::criticality::Dependence;
use trade_corridor::analysis::dependence::{
    Basis, DependenceQuestion, EndsIt, Measure, Reliance, Whose,
};
use trade_corridor::analysis::projects::CostTable;
use trade_corridor::json::DependsDocument;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

use crate::Answered;
use crate::arguments::Least;
use crate::flows::Flows;
use crate::output::Output;

/// Say how far flows depend on a country, operator or owner, what it costs to do without, and what would end it
#[derive(Args)]
#[command(after_help = "\
What touches it is what breaks the rule that takes it away. With `--ends`, every set of up to `--size` measures on
record (projects, and scenarios that open or pass on something) is tried, and the smallest ones are printed that
bring the share to so much at the most, with what they cost the flows, and what they cost to build where that is
on record.

Examples:
  corridor depends territory:GE --demand armenia-trade --policy open --whose AM
  corridor depends owner:RU --demand armenia-trade --policy open --by tonnes
  corridor depends territory:GE --demand armenia-trade --policy open --ends 20 --size 1
  corridor depends operator:RZD --demand northern-route --policy open --json")]
pub(crate) struct Depends {
    /// territory:RU, owner:RU (everybody whom its parties stand behind), operator:RZD, crossing: or service: and an id
    #[arg(value_parser = dependence, value_name = "ACTOR")]
    what: Dependence,
    #[command(flatten)]
    flows: Flows,
    /// Only flows that start or end in a country, by its code, or at a place
    #[arg(long, value_name = "COUNTRY|PLACE")]
    whose: Option<String>,
    /// Of what the part is
    #[arg(long, value_enum, default_value = "usd")]
    by: By,
    /// Find what brings the share to so many per cent at the most
    #[arg(long, value_name = "PERCENT")]
    ends: Option<Share>,
    /// Measures in a set at the most
    #[arg(long, default_value_t = 1, requires = "ends")]
    size: usize,
    /// Sets that are tried at the most
    #[arg(long, default_value_t = 1_000, requires = "ends")]
    trials: usize,
    /// Least of what
    #[arg(long, alias = "objective", value_enum, default_value = "cost")]
    least: Least,
}

/// Of what the part is.
#[derive(Clone, Copy, ValueEnum)]
enum By {
    Usd,
    Tonnes,
    Hours,
    Boxes,
}

impl By {
    const fn basis(self) -> Basis {
        match self {
            Self::Usd => Basis::Usd,
            Self::Tonnes => Basis::Tonnes,
            Self::Hours => Basis::Hours,
            Self::Boxes => Basis::Boxes,
        }
    }
}

/// What both questions are answered.
struct Found {
    depends: Reliance,
    ends: Option<EndsIt>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.depends.fmt(f)?;
        match &self.ends {
            Some(ends) => write!(f, "\n{ends}"),
            None => Ok(()),
        }
    }
}

impl Depends {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let whose = self.whose.as_ref().map_or(Whose::List, |text| {
            text.parse()
                .map_or_else(|_| Whose::Place(text.clone()), Whose::Country)
        });
        let question = DependenceQuestion::on(self.what.clone())
            .whose(whose)
            .objective(self.least.objective())
            .bounds(self.size, self.trials);
        let none = Progress::none();
        let depends = question.answer(&planner, &demand, &none)?;
        let ends = match self.ends {
            Some(threshold) => {
                let measures =
                    Measure::on_record(planner.world().network(), &CostTable::embedded())?;
                let wanted = (self.by.basis(), threshold);
                Some(question.ends_it(&planner, &demand, &measures, wanted, &none)?)
            }
            None => None,
        };
        let all = depends.unanswered.is_empty();
        let found = Found { depends, ends };
        self.flows.print(out, &found, || {
            let asked = self.flows.asked(&demand, &planner, &question.objective);
            let Found { depends, ends } = &found;
            serde_json::to_string(&DependsDocument::of(asked, &demand, depends, ends.as_ref()))
        })?;
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}

/// What is depended on, of one line of text.
///
/// # Errors
/// A text of another form.
pub(crate) fn dependence(text: &str) -> Result<Dependence, String> {
    let (kind, name) = text.split_once(':').unwrap_or((text, ""));
    let country = || {
        let country: Result<Country, _> = name.parse();
        country.map_err(|error| error.to_string())
    };
    let id = || match name {
        "" => Err(format!(
            "`{text}` names nothing; give an id after the colon"
        )),
        name => Ok(name.to_owned()),
    };
    match kind {
        "territory" => country().map(Dependence::Territory),
        "owner" => country().map(Dependence::Owner),
        "operator" => id().map(Dependence::Operator),
        "crossing" => id().map(Dependence::Crossing),
        "service" => id().map(Dependence::Service),
        _ => Err(format!(
            "`{text}` is nothing to depend on; give `territory:`, `owner:`, `operator:`, `crossing:` or \
             `service:` and a country or an id"
        )),
    }
}
