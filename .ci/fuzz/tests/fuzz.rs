//! `FUZZ_SECONDS=120 cargo test -p trade-corridor-fuzz -- [TARGET]`: runs the targets for so long in all
//! (16 seconds unless said), from the seed `FUZZ_SEED` on (drawn unless said, and printed).

fn main() {
    let number = |name: &str| -> Option<u64> {
        let text = std::env::var(name).ok()?;
        Some(
            text.parse()
                .unwrap_or_else(|_| panic!("{name}={text}: give a whole number")),
        )
    };
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seed = number("FUZZ_SEED").unwrap_or_else(|| now.map_or(0, |now| now.as_secs()));
    let seconds = number("FUZZ_SECONDS").unwrap_or(16);
    if !trade_corridor_fuzz::run(only.as_deref(), seconds, seed) {
        std::process::exit(1);
    }
}
