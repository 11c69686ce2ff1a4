//! `stagegate graph`: the processes as a picture.

use crate::args::{Graph, GraphFormat};
use crate::output::{Out, Stop};
use crate::{Status, playbook};

pub(crate) fn run(args: &Graph) -> Result<Status, Stop> {
    let playbook = playbook::load_sound(&args.playbook)?;
    let mut graph = playbook.graph();
    if let Some(name) = &args.process {
        let process = playbook.process(name).map_err(|error| Stop::Because(error.to_string()))?;
        graph = graph.of(process.name()).unwrap_or(graph);
    }
    let text = match args.format {
        GraphFormat::Mermaid => graph.mermaid(),
        GraphFormat::Dot => graph.dot(),
        GraphFormat::Svg => graph.svg(),
    };
    let mut out = Out::new();
    out.write(&text)?;
    out.finish()?;
    Ok(Status::Done)
}
