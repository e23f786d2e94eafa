//! The program `studybook`: everything is in the library.

use std::process::ExitCode;

/// A build makes small strings by the hundred thousand, in all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    studybook::cli::arguments::run()
}
