use super::*;
use crate::draws::{Factor, FactorGroups, Uncertainty};

#[test]
fn embedded_rows_hold_in_the_embedded_network() {
    let network = Network::europe_central_asia();
    // Read anew it is held against the network row by row.
    let errors = ModelErrors::from_csv(TABLE).unwrap();
    assert_eq!(errors.rows(), ModelErrors::embedded().rows());
    let modelled = errors.over(network).unwrap();
    assert_eq!(modelled.rows.len(), errors.rows().len());
    let all = Uncertainty::of(network, &FactorGroups::none(), modelled).unwrap();
    for row in errors.rows() {
        let is_its =
            |factor: &&Factor| matches!(factor, Factor::Model(one) if one.figures == row.figures);
        assert!(all.factors.iter().any(|one| is_its(&one)), "{row:?}");
        assert!(row.low < 1.0 && row.high > 1.0, "{row:?}");
    }
}

#[test]
fn numbers_rise_with_what_the_model_gets_wrong_and_exact_ones_are_drawn() {
    let network = Network::europe_central_asia();
    let mut exact = 0;
    network.each_exact(&mut |_, _, _| exact += 1);
    for together in Together::ALL {
        let errors = ModelErrors::alone(ModelFigures::Hours, together, 1.5);
        let modelled = errors.over(network).unwrap();
        let all = Uncertainty::of(network, &FactorGroups::none(), modelled).unwrap();
        let mut seen = 0;
        for figure in &all.figures {
            let [low, none, high] = [-2.0, 0.0, 2.0].map(|off| figure.at_all(off));
            if figure.which.is_better_high() {
                assert!(low >= none && none >= high, "{:?}", figure.which);
            } else {
                assert!(low <= none && none <= high, "{:?}", figure.which);
            }
            let alone = |off: f64| figure.stated_modelled(|_| off);
            let stated = figure.stated();
            if alone(1.0).to_bits() != stated.to_bits() {
                seen += 1;
                let z = 1.644_853_626_951_472_2;
                let ratio = alone(z) / stated;
                let ratio = if figure.which.is_better_high() {
                    1.0 / ratio
                } else {
                    ratio
                };
                assert!((ratio - 1.5).abs() < 1e-9, "{:?}: {ratio}", figure.which);
            }
        }
        assert!(seen > 500, "{seen}");
        let own = all.factors.iter();
        let own = own
            .filter(|factor| matches!(factor, Factor::Model(_)))
            .count();
        let few = 8;
        assert_eq!(own > few, together == Together::Country, "{own}");
    }
    assert!(exact > 100, "{exact}");
}

#[test]
fn tables_are_refused_by_line_and_column() {
    let read = |rows: &str| {
        let head = "figures,mode,together,low,high,rows,basis,date,source,note\n";
        ModelErrors::from_csv(&format!("{head}{rows}"))
    };
    let code = |rows: &str| read(rows).unwrap_err().code();
    let good = "hours,rail,mode,0.5,2,12,assumed,2026-10-01,A,mine\n";
    assert_eq!(read(good).unwrap().rows().len(), 1);
    assert_eq!(code(&format!("{good}{good}")), "model_errors_repeated");
    for bad in [
        "hour,rail,mode,0.5,2,12,assumed,2026-10-01,A,mine\n",
        "hours,horse,mode,0.5,2,12,assumed,2026-10-01,A,mine\n",
        "hours,rail,world,0.5,2,12,assumed,2026-10-01,A,mine\n",
        "hours,rail,mode,0,2,12,assumed,2026-10-01,A,mine\n",
        "hours,rail,mode,0.5,NaN,12,assumed,2026-10-01,A,mine\n",
        "hours,rail,mode,0.5,2,-1,assumed,2026-10-01,A,mine\n",
        "hours,rail,mode,0.5,2,12,guessed,2026-10-01,A,mine\n",
        "hours,rail,mode,0.5,2,12,assumed,soon,A,mine\n",
        "hours,rail,mode,0.5,2,12,assumed,2026-10-01,A;,mine\n",
    ] {
        assert_eq!(code(bad), "model_errors_faulty", "{bad}");
    }
    let unknown = read(good).unwrap().over(Network::europe_central_asia());
    assert_eq!(unknown.unwrap_err().code(), "model_error_source_unknown");
}
