//! `corridor game`: what each one brings to a list of flows.

use std::error::Error;

use clap::Args;
use trade_corridor::analysis::game::{Fallback, Game, Player, play};
use trade_corridor::json::GameDocument;
use trade_corridor::prelude::{Money, Objective};

use crate::Answered;
use crate::flows::Flows;
use crate::output::Output;

/// Divide what players save a list of flows together by what each one brings
#[derive(Args)]
#[command(after_help = "\
A player has operators, lines, links, crossings, services, places or the territory of a country; a coalition uses
what its players have and what is nobody's. Values are of a year.

Examples:
  corridor game --demand flows.csv --player KZ=country:KZ --player AZ=country:AZ --player GE=country:GE
  corridor game --demand flows.csv --player 'KZ=operator:KTZ+country:KZ@Turkic' --player 'AZ=country:AZ@Turkic' \\
    --player GE=country:GE --fallback 8000")]
pub(crate) struct Plays {
    #[command(flatten)]
    flows: Flows,
    /// A name, what it has with `+` between, and `@` and a bloc if it is of one; repeat it for each player
    #[arg(long, value_name = "NAME=THINGS@BLOC", required = true)]
    player: Vec<String>,
    /// What a flow pays without a route, in USD; twice what it pays when all take part unless given
    #[arg(long, value_name = "USD")]
    fallback: Option<f64>,
}

impl Plays {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let (planner, demand) = self.flows.read()?;
        let network = planner.world().network();
        let players = self.player.iter().map(|text| Player::find(text, network));
        let players: Vec<Player> = players.collect::<Result<_, _>>()?;
        let mut game = Game::of(players);
        if let Some(usd) = self.fallback {
            game = game.fallback(Fallback::Each(Money::from_usd(usd)?));
        }
        let outcome = play(&planner, &demand, &game)?;
        self.flows.print(out, &outcome, || {
            let asked = self.flows.asked(&demand, &planner, &Objective::Cost);
            serde_json::to_string(&GameDocument::of(asked, &outcome))
        })?;
        let all = outcome.left_out.is_empty();
        Ok(if all { Answered::All } else { Answered::NotAll })
    }
}
