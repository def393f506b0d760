//! How long two things take in turns, how much memory is in use, and the rows that tell it.

use std::hint::black_box;

use cpu_time::ProcessTime;

/// Resident memory of this process in MB, where the system tells it.
pub(crate) fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|line| line.split(' ').nth(1)?.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}

/// Medians of the seconds of processor time that two things take, measured in turns: other work on
/// the machine shows less in them.
pub(crate) fn duel<A, B>(
    rounds: usize,
    mut ours: impl FnMut() -> A,
    mut theirs: impl FnMut() -> B,
) -> (f64, f64) {
    let (mut mine, mut other) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = ProcessTime::now();
        black_box(ours());
        mine.push(start.elapsed().as_secs_f64());
        let start = ProcessTime::now();
        black_box(theirs());
        other.push(start.elapsed().as_secs_f64());
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    (median(mine), median(other))
}

pub(crate) fn row(work: &str, (ours, theirs): (f64, f64), per: f64, unit: &str, goal: f64) {
    let ratio = ours / theirs;
    let (goal, verdict) = match (goal.is_finite(), ratio <= goal) {
        (false, _) => ("–".to_owned(), ""),
        (true, true) => (goal.to_string(), "reached"),
        (true, false) => (goal.to_string(), "**missed**"),
    };
    let (ours, theirs) = (ours * per, theirs * per);
    println!(
        "| {work} | {ours:.2} {unit} | {theirs:.2} {unit} | {ratio:.3} | {goal} | {verdict} |"
    );
}
