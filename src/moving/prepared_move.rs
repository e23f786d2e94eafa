//! A move, planned and proven: what `studybook mv` does and what an editor is told to do.
//!
//! In: the two names and the guide as it was read, drafts too. Out: the plan, or why the move is not made. Nothing is written here.

use crate::build::pipeline::Options;
use crate::moving::marks;
use crate::moving::names::{self, Typed};
use crate::moving::new_places::Move;
use crate::moving::plan::{self, Plan};
use crate::moving::proof::{self, State};
use crate::problem::message::Message;
use crate::problem::report::Report;
use crate::reading::inputs::Inputs;

/// What is to be done.
pub struct PreparedMove {
    /// What goes where.
    pub map: Move,
    /// The changes.
    pub plan: Plan,
    /// What would be read then.
    pub after: Inputs,
    /// Warnings that are new then.
    pub new: Report,
}

/// Plans a move, and compares the guide before with what it would be.
pub fn prepare(typed: Typed<'_>, inputs: &Inputs, before: &State) -> Result<PreparedMove, Message> {
    let map = names::read(typed, inputs, &before.guide)?;
    let mut plan = plan::plan(&map, inputs, &before.guide)?;
    let mut after = plan.applied(inputs);
    let options = Options { drafts: true, ..Options::default() };
    if let (Ok(now), Some(lock)) = (proof::read(&after, &options), &inputs.examples_lock)
        && let Some(text) = marks::rewritten(&plan, inputs, &before.guide, &now.guide, &after)
    {
        plan.rewrite(lock, text);
        after = plan.applied(inputs);
    }
    let new = proof::check(&map, &plan, inputs, before, &after)?;
    Ok(PreparedMove { map, plan, after, new })
}
