//! `stagegate completions`: what a shell needs to complete the command's arguments.

use clap::CommandFactory;

use crate::Status;
use crate::args::{Cli, Completions};
use crate::output::{Out, Stop};

pub(crate) fn run(args: &Completions) -> Result<Status, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "stagegate", &mut script);
    let mut out = Out::new();
    out.write(&String::from_utf8_lossy(&script))?;
    out.finish()?;
    Ok(Status::Done)
}
