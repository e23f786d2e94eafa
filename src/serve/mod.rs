//! `studybook serve`: builds in memory, serves on this machine only, and rebuilds and reloads the browser on a save.
//!
//! Three threads: this one serves, one builds, one watches. The watcher and the server give [`messages::Order`]s to the
//! builder; the builder gives [`state::State`]s to the server. Nothing is written but the highlighter's cache.

pub mod range;
pub mod state;
pub mod media_types;
pub mod messages;
pub mod served_page;
pub mod response;
pub mod server;
pub mod watcher;
pub mod builder;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::mpsc;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::problem::message::Message;
use crate::reading::root::guide_folder;
use crate::serve::response::Welcome;
use crate::serve::state::State;
use crate::serve::watcher::Notice;
use crate::terminal;
use crate::write::changes;

/// If the port is taken, this many after it are tried.
const NEXT_PORTS: u16 = 100;

/// Arguments of `serve`.
#[derive(Args)]
pub struct ServeArgs {
    /// The guide's folder, which holds `book.toml` [default: that of the guide you stand in]
    #[arg(default_value = ".", hide_default_value = true, value_parser = PathBufValueParser::new().map(guide_folder))]
    dir: PathBuf,
    /// The port to listen on; the next free one if it is taken, any free one for 0
    #[arg(short, long, value_name = "N", default_value_t = 3000)]
    port: u16,
    /// The address to listen on: 0.0.0.0 in a container, or to read on a phone
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// A name to answer to beside localhost, such as that of a tunnel; may be given again
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Look at the files again and again, where the system does not say what changed: folders of a container or of another system
    #[arg(long)]
    poll: bool,
    /// Open the guide in the browser
    #[arg(long)]
    open: bool,
    /// Include topics marked `draft = true`
    #[arg(long)]
    drafts: bool,
}

/// Serves until Ctrl-C.
pub fn run(args: &ServeArgs) -> ExitCode {
    match start(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => terminal::all_wrong(vec![message]),
    }
}

fn start(args: &ServeArgs) -> Result<(), Message> {
    let folder = args.dir.display().to_string();
    let root = args.dir.canonicalize().ok().filter(|root| root.join("book.toml").is_file());
    let root = root.ok_or(Message::NoBook { folder })?;
    terminal::tell(changes::recover(&root));
    let (listener, port) = listen(args.host, args.port)?;
    if port != args.port && args.port != 0 {
        terminal::tell([Message::PortTaken { port: args.port, instead: port }]);
    }
    // What listens everywhere is here too.
    let here = if args.host.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { args.host };
    let address = format!("http://{}/", SocketAddr::new(here, port));
    let welcome = Welcome { names: args.allow_host.clone(), beyond: !args.host.is_loopback() };
    if welcome.beyond {
        terminal::tell([Message::ServedToOthers]);
    }
    let (orders, taken) = mpsc::channel();
    let notice = if args.poll { Notice::Polling } else { Notice::Events };
    let watch = match watcher::watch(&root, notice, orders.clone()) {
        Ok(watch) => Some(watch),
        Err(message) => {
            terminal::tell([message]);
            None
        }
    };
    terminal::print_line(&format!("serving {} at {address} (Ctrl-C ends it)", terminal::named(&args.dir)));
    let (sender, receiver) = tokio::sync::watch::channel(Arc::new(State::default()));
    let (base, drafts) = (address.clone(), args.drafts);
    std::thread::spawn(move || builder::run(root, base, drafts, watch, &taken, sender));
    if args.open {
        open(&address);
    }
    let cannot = |error: std::io::Error| Message::CannotListen { port, reason: error.to_string() };
    server::serve(listener, welcome, receiver, orders).map_err(cannot)
}

/// Listens on the port or, if it is taken, on the next free one.
fn listen(host: IpAddr, wanted: u16) -> Result<(TcpListener, u16), Message> {
    let last = if wanted == 0 { 0 } else { wanted.saturating_add(NEXT_PORTS) };
    let mut reason = String::new();
    for port in wanted..=last {
        let bound = TcpListener::bind((host, port));
        match bound.and_then(|listener| Ok((listener.local_addr()?.port(), listener))) {
            Ok((port, listener)) => return Ok((listener, port)),
            Err(error) => {
                let is_taken = error.kind() == std::io::ErrorKind::AddrInUse;
                reason = match error.kind() {
                    std::io::ErrorKind::AddrNotAvailable => format!("this machine has no address `{host}`"),
                    _ => error.to_string(),
                };
                if !is_taken {
                    break;
                }
            }
        }
    }
    Err(Message::CannotListen { port: wanted, reason })
}

/// Opens the browser by the system's own command.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(Path::new(program));
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let told = |reason: String| terminal::tell([Message::NotOpened { reason }]);
    match command.spawn() {
        Ok(mut child) => {
            std::thread::spawn(move || match child.wait() {
                Ok(status) if !status.success() => told(format!("`{program}` ended with {status}")),
                Ok(_) => {}
                Err(error) => told(error.to_string()),
            });
        }
        Err(error) => told(format!("`{program}`: {error}")),
    }
}
