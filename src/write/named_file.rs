//! A file that an author names: a PDF, a deck, an e-book. Where it may be written, and the writing.
//!
//! In: a path as it was typed, and bytes. Out: the file, whole or not at all. A file of another kind is never overwritten.

use std::io::Read;
use std::path::Path;

use crate::problem::message::Message;
use crate::write::files;

/// How many bytes a kind of file is known by.
const START: u64 = 64;

/// A kind of file.
pub struct FileKind {
    /// What it is called: `PDF`.
    pub label: &'static str,
    /// Tells by its first bytes whether a file is of this kind.
    pub is_ours: fn(&[u8]) -> bool,
    /// The message of a path and the reason why no such file can be written there.
    pub bad: fn(String, String) -> Message,
}

/// Says why a file of the guide in the folder `guide` cannot be written there, if that is known before it is made.
pub fn refused(guide: &Path, path: &Path, kind: &FileKind) -> Option<Message> {
    let is_other = || {
        let mut start = Vec::new();
        let read = std::fs::File::open(path).and_then(|file| file.take(START).read_to_end(&mut start));
        read.is_err() || !(kind.is_ours)(&start)
    };
    let reason = match path.metadata() {
        _ if files::is_led_out(guide, path) => files::LED_OUT.to_owned(),
        Ok(it) if it.is_dir() => "it is a folder".to_owned(),
        Ok(it) if !it.is_file() => "it is no regular file".to_owned(),
        Ok(it) if it.len() > 0 && is_other() => format!("it is a file and no {}", kind.label),
        _ => return None,
    };
    Some((kind.bad)(path.display().to_string(), reason))
}

/// Writes the file whole or not at all.
pub fn write(guide: &Path, path: &Path, bytes: &[u8], kind: &FileKind) -> Result<(), Message> {
    if let Some(message) = refused(guide, path, kind) {
        return Err(message);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    files::write_below(folder, &name, bytes).map_err(|message| match message {
        Message::CannotWrite { reason, .. } => (kind.bad)(path.display().to_string(), reason),
        message => message,
    })
}
