//! What shells and editors are given: completions, a man page, JSON Schemas.
//!
//! In: the command line's description. Out: text.

use std::io;

use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::reading::schemas::{BOOK_SCHEMA, TOPIC_SCHEMA};

/// Arguments of `completions`.
#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell to complete in
    shell: Shell,
}

/// Arguments of `schema`.
#[derive(Args)]
pub struct SchemaArgs {
    /// What to describe
    of: SchemaOf,
}

/// What has a schema.
#[derive(Clone, Copy, ValueEnum)]
enum SchemaOf {
    /// `book.toml`
    Book,
    /// The front matter of a topic
    Topic,
}

/// The completions of a shell.
pub fn completions(args: &CompletionsArgs, mut command: Command) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut command, "studybook", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A schema.
pub fn schema(args: &SchemaArgs) -> &'static str {
    match args.of {
        SchemaOf::Book => BOOK_SCHEMA,
        SchemaOf::Topic => TOPIC_SCHEMA,
    }
}

/// One man page with every command.
pub fn man(command: &Command) -> String {
    // Memory can always be written to.
    page(command).unwrap_or_else(|error| error.to_string())
}

fn page(command: &Command) -> Result<String, io::Error> {
    let mut bytes = Vec::new();
    let page = Man::new(command.clone());
    page.render_title(&mut bytes)?;
    page.render_name_section(&mut bytes)?;
    page.render_synopsis_section(&mut bytes)?;
    page.render_description_section(&mut bytes)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let name = format!("studybook {}", inner.get_name());
        let page = Man::new(inner.clone().bin_name(name.clone()));
        let mut section = Vec::new();
        page.render_synopsis_section(&mut section)?;
        page.render_description_section(&mut section)?;
        page.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        bytes.extend(format!(".SH \"{}\"\n{section}", name.to_uppercase()).bytes());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
