//! The gate to the disk: files below a folder that the program was given, reached through no link.
//!
//! A guide may come from someone else, and so may links in it: `.site.studybook -> /home/me`. Every path that the program owns
//! or reads is opened here, from the folder it belongs to, part by part: a link on the way is an error, and so is a
//! file that is not a regular one. What is not known to be ours is never emptied.

#[cfg(unix)]
mod beneath;
#[cfg(any(not(unix), test))]
mod checked;
pub mod folder;
