//! What the thread that builds is told to do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use tokio::sync::oneshot;

use crate::path::OutputPath;

/// An order.
#[derive(Debug)]
pub enum Order {
    /// Files at these paths, from the guide's root, were seen to change.
    Changed(BTreeSet<PathBuf>),
    /// Make a file that was left for later, and say when that is done.
    Make(OutputPath, oneshot::Sender<()>),
}
