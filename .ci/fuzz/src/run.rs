//! Targets in turn, in batches of cases, until the time is over.

use std::panic;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use twox_hash::XxHash3_64;

use crate::targets::TARGETS;

/// Cases of a batch: a seed, a target and the number of a batch make the same ones on every machine.
const BATCH: u32 = 32;

/// No case may take longer, on a machine that does other things as well.
const SLOW: Duration = Duration::from_secs(20);

/// Megabytes that the whole run may have taken at once, where the system tells.
const MOST_MEMORY: u64 = 3_000;

/// What cases did, of a target.
#[derive(Default)]
pub(crate) struct Tally {
    cases: AtomicUsize,
    accepted: AtomicUsize,
    slowest: Mutex<Duration>,
}

impl Tally {
    /// Notes an input that was accepted.
    pub(crate) fn accept(&self) {
        self.accepted.fetch_add(1, Ordering::Relaxed);
    }
}

/// What is wrong with the answer to a case.
pub(crate) type Verdict = Result<(), String>;

/// One kind of input.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Draws the cases of a batch and checks them.
    pub(crate) batch: fn(&mut TestRunner, &Tally) -> Verdict,
}

/// Runs a strategy's cases through a check, which may panic.
pub(crate) fn cases<S: proptest::strategy::Strategy>(
    runner: &mut TestRunner,
    tally: &Tally,
    strategy: &S,
    check: impl Fn(&S::Value, &Tally) -> Verdict,
) -> Verdict
where
    S::Value: std::fmt::Debug,
{
    let checked = runner.run(strategy, |case| {
        let started = Instant::now();
        let verdict = check(&case, tally);
        let took = started.elapsed();
        tally.cases.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut slowest) = tally.slowest.lock() {
            *slowest = took.max(*slowest);
        }
        let fail = proptest::test_runner::TestCaseError::fail;
        verdict.map_err(fail)?;
        if took > SLOW {
            return Err(fail(format!("took {took:?}")));
        }
        Ok(())
    });
    match checked {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, case)) => Err(format!("{reason}\n{case:#?}")),
        Err(TestError::Abort(reason)) => Err(format!("no case could be drawn: {reason}")),
    }
}

/// The seed of a batch.
fn seed_of(seed: u64, target: &str, batch: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (at, part) in bytes.chunks_exact_mut(8).enumerate() {
        let text = format!("{seed} {target} {batch} {at}");
        part.copy_from_slice(&XxHash3_64::oneshot(text.as_bytes()).to_le_bytes());
    }
    bytes
}

/// Peak memory in megabytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes >> 10)
}

/// Runs the targets whose name begins so for some seconds in all; whether nothing was found.
#[must_use]
pub fn run(only: Option<&str>, seconds: u64, seed: u64) -> bool {
    let wanted = |target: &&Target| only.is_none_or(|only| target.name.starts_with(only));
    let targets: Vec<&Target> = TARGETS.iter().filter(wanted).collect();
    println!("seed {seed}, {seconds} s for {} targets", targets.len());
    // a panic is an answer here; it is printed where it is final
    panic::set_hook(Box::new(|_| {}));
    let mut sound = !targets.is_empty();
    for target in &targets {
        let budget = Duration::from_secs(seconds) / targets.len() as u32;
        let (started, tally, mut batch) = (Instant::now(), Tally::default(), 0);
        let mut found = Ok(());
        while found.is_ok() && (batch == 0 || started.elapsed() < budget) {
            let config = Config {
                cases: BATCH,
                failure_persistence: None,
                max_shrink_iters: 4_000,
                max_shrink_time: 60_000,
                ..Config::default()
            };
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed_of(seed, target.name, batch));
            let mut runner = TestRunner::new_with_rng(config, rng);
            found = (target.batch)(&mut runner, &tally);
            batch += 1;
        }
        let slowest = tally
            .slowest
            .lock()
            .map_or(Duration::MAX, |slowest| *slowest);
        println!(
            "{:12} {:>8} cases, {:>8} accepted, slowest {slowest:.1?}, {:.0?} in all",
            target.name,
            tally.cases.load(Ordering::Relaxed),
            tally.accepted.load(Ordering::Relaxed),
            started.elapsed(),
        );
        if let Err(found) = found {
            sound = false;
            println!(
                "seed {seed}, target {}, batch {}: {found}",
                target.name,
                batch - 1
            );
        }
    }
    let _ = panic::take_hook();
    if let Some(peak) = peak() {
        println!("{peak} MB at most");
        sound &= peak < MOST_MEMORY;
    }
    sound
}
