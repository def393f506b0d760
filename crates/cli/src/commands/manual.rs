//! `corridor completions` and `corridor man`: what shells and `man` read.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::output::Output;
use crate::{Answered, Corridor};

/// Print completions for a shell
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor completions bash > ~/.local/share/bash-completion/completions/corridor
  corridor completions zsh > ~/.zfunc/_corridor
  corridor completions fish > ~/.config/fish/completions/corridor.fish")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        // It panics where it cannot write, so it writes where it can.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Corridor::command(), "corridor", &mut text);
        out.write_all(&text)?;
        Ok(Answered::All)
    }
}

/// Print the manual page, or write those of all commands
#[derive(Args)]
#[command(after_help = "\
Examples:
  corridor man | man -l -
  corridor man --out ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// A folder for one page per command
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self, out: &mut Output) -> Result<Answered, Box<dyn Error>> {
        let Some(folder) = &self.out else {
            let mut text = Vec::new();
            clap_mangen::Man::new(Corridor::command()).render(&mut text)?;
            out.write_all(&text)?;
            return Ok(Answered::All);
        };
        let named = |error| format!("cannot write to `{}`: {error}", folder.display());
        clap_mangen::generate_to(Corridor::command(), folder).map_err(named)?;
        Ok(Answered::All)
    }
}
