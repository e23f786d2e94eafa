//! The program `studybook`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    studybook::program::cli::run()
}
