//! Sections of a report on the flows of a year.

use std::error::Error;

use clap::Args;
use trade_corridor::analysis::criticality::Dependence;
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::dependence::{DependenceQuestion, Reliance};
use trade_corridor::analysis::gains::GainsQuestion;
use trade_corridor::analysis::game::{Game, Player, play};
use trade_corridor::analysis::interdiction::{Interdiction, worst};
use trade_corridor::analysis::money::{YearOfMoney, follow};
use trade_corridor::analysis::toll;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::render::report::Section;

use crate::commands::depends::dependence;
use crate::flows::list;

/// What is asked about the flows of a year.
#[derive(Args)]
pub(crate) struct Year {
    /// Add sections on the flows of a year: a CSV file with `from`, `to` and `boxes_a_year` in its header, or the
    /// name of an embedded list
    #[arg(long, value_name = "FILE|LIST")]
    pub(crate) demand: Option<String>,
    /// On what dependence is looked at, as in `corridor depends`; repeat it for several; the territories of the
    /// six countries in which most is paid unless given
    #[arg(long, value_name = "ACTOR", value_parser = dependence, requires = "demand")]
    depends_on: Vec<Dependence>,
    /// How many border crossings and services are closed at the most
    #[arg(long, default_value_t = 2, requires = "demand")]
    budget: usize,
    /// Add a section on a toll, on a subject as in `corridor toll`; repeat it for several
    #[arg(long, value_name = "SUBJECT", requires = "demand")]
    toll: Vec<String>,
    /// Add a section on what each player brings, as in `corridor game`; repeat it for each
    #[arg(long, value_name = "NAME=THINGS@BLOC", requires = "demand")]
    player: Vec<String>,
}

/// Countries on whose territory dependence is looked at where nothing else is asked for.
const COUNTRIES: usize = 6;

impl Year {
    /// The sections, and whether every flow is in them.
    ///
    /// # Errors
    /// An unreadable list, names that the network does not have.
    pub(crate) fn sections(
        &self,
        planner: &Planner,
        policy: &Policy,
    ) -> Result<(Vec<Section>, bool), Box<dyn Error>> {
        let Some(name) = &self.demand else {
            return Ok((Vec::new(), true));
        };
        let demand = list(name)?.under(policy);
        let none = Progress::none();
        let money = follow(planner, &demand, &Objective::Cost, &none)?;
        let mut sections = vec![Section::money(&money)];
        let changes = !planner.world().scenario().changes().is_empty();
        if changes {
            let before = Scenario::on(planner.world().day());
            let before = Planner::new(planner.world().network(), &before)?;
            let gains = GainsQuestion::new().answer(&before, planner, &demand, &none)?;
            sections.push(Section::gains(&gains, &demand, planner.world()));
        }
        let depends = self.dependence(planner, &demand, &money)?;
        sections.push(Section::dependence(&depends));
        let spoil = worst(planner, &demand, &Interdiction::new(self.budget))?;
        sections.push(Section::spoilers(&spoil, planner.world()));
        for subject in &self.toll {
            let curve = toll::curve(planner, &demand, subject.as_str())?;
            sections.push(Section::toll(&curve));
        }
        let mut whole = money.unfollowed.is_empty();
        if !self.player.is_empty() {
            let network = planner.world().network();
            let players = self.player.iter();
            let players = players.map(|text| Player::find(text, network));
            let players: Vec<Player> = players.collect::<Result<_, _>>()?;
            let outcome = play(planner, &demand, &Game::of(players))?;
            whole &= outcome.left_out.is_empty();
            sections.push(Section::game(&outcome));
        }
        Ok((sections, whole))
    }

    fn dependence(
        &self,
        planner: &Planner,
        demand: &Demand,
        money: &YearOfMoney,
    ) -> Result<Vec<Reliance>, Box<dyn Error>> {
        let mut on = self.depends_on.clone();
        if on.is_empty() {
            let paid = money.money.by_territory().into_iter();
            let mut paid: Vec<(Country, Money)> = paid
                .filter_map(|(country, amount)| Some((country?, amount)))
                .collect();
            paid.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let most = paid.into_iter().take(COUNTRIES);
            on.extend(most.map(|(country, _)| Dependence::Territory(country)));
        }
        let found = on.into_iter().map(|on| {
            let question = DependenceQuestion::on(on);
            Ok(question.answer(planner, demand, &Progress::none())?)
        });
        found.collect()
    }
}
