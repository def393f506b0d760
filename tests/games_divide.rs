//! Worth is what asking again without players says, and it is divided exactly.

use crate::crossroads::{PLACES, crossroads};
use crate::questions::PLANNER;
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::game::{
    Among, Core, Fallback, Game, Outcome, Player, nucleolus, play,
};
use trade_corridor::analysis::settlement::shapley;
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

fn flows(pairs: &[(&str, &str, u32)], policy: &Policy) -> Demand {
    let flows = pairs.iter().map(|(from, to, volume)| {
        let request = Request::new(*from, *to).policy(policy.clone());
        Flow::new(request, PerYear::from_count(*volume))
    });
    flows.collect()
}

/// Cents saved by a coalition, by asking.
fn worth(planner: &Planner, demand: &Demand, game: &Game, who: usize) -> i64 {
    let cost = |flow: &Flow, who: usize| {
        let away = game
            .players
            .iter()
            .enumerate()
            .filter(|(at, _)| who >> at & 1 == 0);
        let rules = away.flat_map(|(_, player)| player.rules.clone());
        let policy = rules.fold(flow.request.policy.clone(), |policy, rule| {
            policy.with(rule)
        });
        let route = planner.cheapest(&flow.request.clone().policy(policy));
        route.ok().map(|route| route.cost().as_cents())
    };
    let all = (1 << game.players.len()) - 1;
    let saved = demand.iter().map(|flow| {
        let fallback = match game.fallback {
            Fallback::Each(price) => price.as_cents(),
            Fallback::Percent(percent) => {
                (cost(flow, all).unwrap() * i64::from(percent) + 50) / 100
            }
            _ => unreachable!("no other fallback"),
        };
        let paid = |who| cost(flow, who).map_or(fallback, |cost| cost.min(fallback));
        let volume = i64::try_from(flow.volume.as_millionths() / 1_000_000).unwrap();
        volume * (paid(0) - paid(who))
    });
    saved.sum()
}

fn check(planner: &Planner, demand: &Demand, game: &Game) -> Outcome {
    let outcome = play(planner, demand, game).unwrap();
    for (who, told) in outcome.coalitions.iter().enumerate() {
        assert_eq!(
            told.as_cents(),
            worth(planner, demand, game, who),
            "{who:b}"
        );
    }
    let sum = |of: fn(&trade_corridor::analysis::game::Standing) -> Money| -> Money {
        outcome.players.iter().map(of).sum()
    };
    assert_eq!(sum(|it| it.shapley), outcome.worth);
    assert_eq!(sum(|it| it.owen), outcome.worth);
    assert_eq!(sum(|it| it.nucleolus), outcome.worth);
    if outcome.shapley_core == Core::Holds || outcome.owen_core == Core::Holds {
        assert_eq!(outcome.nucleolus_core, Core::Holds, "{outcome}");
    }
    let alone = sum(|it| it.alone);
    let among = if alone <= outcome.worth {
        assert!(outcome.players.iter().all(|it| it.nucleolus >= it.alone));
        Among::Imputations
    } else {
        assert_ne!(outcome.nucleolus_core, Core::Holds);
        Among::Preimputations
    };
    assert_eq!(outcome.nucleolus_among, among);
    let by_name = outcome.to_string();
    assert_eq!(
        by_name.contains("prenucleolus"),
        among == Among::Preimputations
    );
    assert_eq!(
        by_name.contains("the core is empty"),
        outcome.nucleolus_core != Core::Holds
    );
    outcome
}

fn railways() -> Vec<Player> {
    let of = |(_, country, operator): (&str, &str, &str)| {
        Player::new(country).with(Rule::exclude_operator(operator))
    };
    PLACES.map(of).into_iter().collect()
}

#[test]
fn coalitions_save_what_asking_again_says() {
    for seed in 0..4 {
        let planner = crossroads(seed);
        let pairs = [
            (PLACES[0].0, PLACES[4].0, 30),
            (PLACES[1].0, PLACES[3].0, 7),
        ];
        let demand = flows(&pairs, &Policy::open());
        let price = Money::from_usd(5_000.0).unwrap();
        let game = Game::of(railways()).fallback(Fallback::Each(price));
        let outcome = check(&planner, &demand, &game);
        assert!(outcome.worth > Money::ZERO);
        assert_eq!(outcome.fallback_by_none, PerYear::from_count(37));
        let of = |who: u32| outcome.coalitions[who as usize];
        let alone = nucleolus(5, of, Game::MOST_PIVOTS).unwrap();
        let told: Vec<Money> = outcome.players.iter().map(|it| it.nucleolus).collect();
        assert_eq!((told, outcome.pivots), (alone.cents, alone.pivots));
        // The value by the other implementation in the crate.
        let parts = shapley(5, |who| outcome.coalitions[who as usize]).unwrap();
        let told: Vec<Money> = outcome.players.iter().map(|it| it.shapley).collect();
        assert_eq!(told, parts);
        assert_eq!(
            outcome.players.iter().map(|it| it.owen).collect::<Vec<_>>(),
            parts
        );
        for (at, it) in outcome.players.iter().enumerate() {
            assert_eq!(it.alone, outcome.coalitions[1 << at]);
            assert_eq!(it.last, outcome.worth - outcome.coalitions[31 & !(1 << at)]);
        }
    }
}

/// Owen's value by its definition: the mean over all orders in which blocs stay together.
#[test]
fn blocs_share_as_over_all_orders_of_theirs() {
    let blocs = ["a", "b", "a", "b", "c"];
    let mut differ = 0;
    for seed in 0..6 {
        let planner = crossroads(seed);
        let pairs = [
            (PLACES[0].0, PLACES[4].0, 30),
            (PLACES[1].0, PLACES[3].0, 7),
        ];
        let demand = flows(&pairs, &Policy::open());
        let players = railways().into_iter().zip(blocs);
        let game = Game::of(players.map(|(player, bloc)| player.of_bloc(bloc)));
        let game = game.fallback(Fallback::Each(Money::from_usd(5_000.0).unwrap()));
        let outcome = check(&planner, &demand, &game);
        let (mut orders, mut sums) = (0_i64, [0_i64; 5]);
        for order in permutations(5) {
            let mut runs: Vec<&str> = order.iter().map(|at| blocs[*at]).collect();
            runs.dedup();
            if runs.len() != 3 {
                continue;
            }
            orders += 1;
            let mut came = 0;
            for at in order {
                let before = outcome.coalitions[came].as_cents();
                came |= 1 << at;
                sums[at] += outcome.coalitions[came].as_cents() - before;
            }
        }
        assert_eq!(orders, 6 * 2 * 2);
        for (it, sum) in outcome.players.iter().zip(sums) {
            let apart = (it.owen.as_cents() * orders - sum).abs();
            assert!(apart < orders, "{seed}\n{outcome}");
        }
        differ += usize::from(outcome.players.iter().any(|it| it.owen != it.shapley));
    }
    assert!(differ > 0, "blocs change what somebody is due");
}

fn permutations(of: usize) -> Vec<Vec<usize>> {
    if of == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(of - 1);
    let put = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, of - 1);
        order
    };
    shorter
        .iter()
        .flat_map(|order| (0..of).map(move |at| put(order, at)))
        .collect()
}

/// Whoever stands on both sides of a chain: each is needed, so each gets the same, and nobody can go alone.
#[test]
fn the_core_is_as_defined() {
    let (mut held, mut blocked) = (0, 0);
    for seed in 0..12 {
        let planner = crossroads(seed);
        let pairs = [(PLACES[0].0, PLACES[4].0, 1), (PLACES[3].0, PLACES[1].0, 1)];
        let demand = flows(&pairs, &Policy::open());
        let game = Game::of(railways()).fallback(Fallback::Each(Money::from_usd(4_000.0).unwrap()));
        let outcome = play(&planner, &demand, &game).unwrap();
        // Rounded parts differ from exact ones by less than a cent each.
        let gain = |who: usize| {
            let parts = outcome.players.iter().enumerate();
            let parts = parts.filter(|(at, _)| who >> at & 1 == 1);
            let sum: i64 = parts.map(|(_, it)| it.shapley.as_cents()).sum();
            outcome.coalitions[who].as_cents() - sum
        };
        let most = (1..32).map(gain).max().unwrap();
        match &outcome.shapley_core {
            Core::Holds => {
                held += 1;
                assert!(most < 5, "{outcome}");
            }
            Core::Blocked(by) => {
                blocked += 1;
                assert!((by.gain.as_cents() - most).abs() <= 5, "{outcome}");
                let named = |at: &usize| by.players.contains(&outcome.players[*at].player);
                let who = (0..5).filter(named).fold(0, |who, at| who | 1 << at);
                assert_eq!(by.worth, outcome.coalitions[who]);
                assert!((gain(who) - most).abs() <= 5);
                assert!(outcome.to_string().contains("alone would gain"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(held > 0 && blocked > 0, "{held} {blocked}");
}

#[test]
fn the_middle_corridor_needs_its_railways() {
    let demand = flows(
        &[("Almaty", "Poti", 100), ("Tashkent", "Istanbul", 50)],
        &Policy::russia_excluded(),
    );
    let network = Network::europe_central_asia();
    let texts = [
        "Kazakhstan=operator:KTZ+country:KZ@Turkic",
        "Azerbaijan=operator:ADY+country:AZ@Turkic",
        "Georgia=country:GE",
        "Iran=country:IR",
        "Portugal=country:PT",
        "Spain=country:ES",
    ];
    let players = texts.map(|text| Player::find(text, network).unwrap());
    let outcome = check(&PLANNER, &demand, &Game::of(players));
    let of = |name: &str| outcome.players.iter().find(|it| it.player == name).unwrap();
    assert_eq!(of("Portugal").shapley, Money::ZERO);
    assert!(of("Georgia").shapley > Money::ZERO);
    // They add as little as each other, and are two players all the same.
    assert!(
        outcome
            .alike
            .contains(&vec!["Portugal".into(), "Spain".into()])
    );
    assert_eq!(outcome.players.len(), 6);
    // Far fewer than 64 coalitions of two flows.
    assert!(outcome.searches < 64, "{}", outcome.searches);
    assert_eq!(of("Portugal").nucleolus, Money::ZERO);
    let saved = serde_json::to_value(&outcome).unwrap();
    assert_eq!(saved["worth_cents"], outcome.worth.as_cents());
}

#[test]
fn what_cannot_be_played_is_said() {
    let demand = flows(&[("Almaty", "Poti", 1)], &Policy::open());
    let refused = |game: Game| play(&PLANNER, &demand, &game).unwrap_err();
    assert_eq!(refused(Game::of([])).code(), "game_players");
    let many = (0..17).map(|at| Player::new(format!("{at}")).with(Rule::exclude_operator("KTZ")));
    assert_eq!(refused(Game::of(many)).code(), "game_players");
    let railway = Player::new("KTZ").with(Rule::exclude_operator("KTZ"));
    let twice = Game::of([railway.clone(), railway.clone()]);
    assert_eq!(refused(twice).code(), "game_same_name");
    assert_eq!(
        refused(Game::of([Player::new("nobody")])).code(),
        "game_nothing"
    );
    let whole = Player::new("whole").with(Rule::Via(vec!["Aktau".to_owned()]));
    assert_eq!(refused(Game::of([whole])).code(), "game_whole_route");
    let below = Game::of([railway.clone()]).fallback(Fallback::Each(Money::from_cents(-1)));
    assert_eq!(refused(below).code(), "game_fallback");
    assert_eq!(
        refused(Game::of([railway]).most_searches(1)).code(),
        "game_too_many_searches"
    );
    let demand = flows(&[("Almaty", "Poti", 1)], &Policy::russia_excluded());
    let three = ["KZ=country:KZ", "AZ=country:AZ", "GE=country:GE"];
    let three = three.map(|text| Player::find(text, PLANNER.world().network()).unwrap());
    let game = Game::of(three);
    let needed = play(&PLANNER, &demand, &game).unwrap().pivots;
    assert!(play(&PLANNER, &demand, &game.clone().most_pivots(needed)).is_ok());
    if needed > 0 {
        let few = play(&PLANNER, &demand, &game.most_pivots(needed - 1));
        assert_eq!(few.unwrap_err().code(), "game_too_many_pivots");
    }
    for text in ["Kazakhstan", "=operator:KTZ", "KZ=", "KZ=operator:KTZ@"] {
        let error = Player::find(text, PLANNER.world().network()).unwrap_err();
        assert_eq!(error.code(), "game_unreadable", "{text}");
    }
}
