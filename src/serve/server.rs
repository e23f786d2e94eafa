//! The HTTP server: sockets, streams of events, and nothing that decides anything.
//!
//! In: a listener and the state as it changes. Out: answers of `answer`, and [`Order`]s for pages left for later.
//! hyper is used as it is: with two kinds of requests and no routes to speak of, a framework would add dependencies
//! and no safety; `tiny_http`, which is smaller, has had no release since 2022.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use http_body_util::channel::Channel;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Notify, oneshot, watch};

use crate::serve::messages::Order;
use crate::serve::response::{self, Answer, Asked, Reply, Welcome};
use crate::serve::state::State;

type Body = BoxBody<Bytes, std::convert::Infallible>;

/// How long a browser may take to send its headers.
const HEADERS: Duration = Duration::from_secs(10);
/// How often an idle stream shows that it lives, so that closed ones are noticed.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How long the server waits after an accept that failed, as when files run out.
const PAUSE: Duration = Duration::from_millis(50);

/// What every connection needs.
#[derive(Clone)]
struct Shared {
    welcome: Arc<Welcome>,
    state: watch::Receiver<Arc<State>>,
    orders: mpsc::Sender<Order>,
}

/// Serves until the program is asked to end, or whoever makes the states has ended.
pub fn serve(
    listener: TcpListener,
    welcome: Welcome,
    state: watch::Receiver<Arc<State>>,
    orders: mpsc::Sender<Order>,
) -> Result<(), std::io::Error> {
    let welcome = Arc::new(welcome);
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let end = Arc::new(Notify::new());
        tokio::spawn(when_asked_to_end(end.clone()));
        tokio::spawn(when_nothing_comes(state.clone(), end.clone()));
        tokio::spawn(accept(listener, Shared { welcome, state, orders }));
        end.notified().await;
        Ok(())
    })
}

async fn when_asked_to_end(end: Arc<Notify>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let end = end.clone();
            tokio::spawn(async move {
                terminate.recv().await;
                end.notify_one();
            });
        }
    }
    // Where the signal cannot be listened for, it ends the program by itself.
    if tokio::signal::ctrl_c().await.is_ok() {
        end.notify_one();
    }
}

async fn when_nothing_comes(mut state: watch::Receiver<Arc<State>>, end: Arc<Notify>) {
    while state.changed().await.is_ok() {}
    end.notify_one();
}

async fn accept(listener: tokio::net::TcpListener, shared: Shared) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, shared.clone()));
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEADERS);
            // A connection that breaks is the browser's business.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn respond(request: Request<Incoming>, mut shared: Shared) -> Result<Response<Body>, Infallible> {
    let asked = asked(&request, shared.welcome.clone());
    // The first build may still be under way.
    let Ok(state) = shared.state.wait_for(|state| state.version > 0).await.map(|state| state.clone()) else {
        return Ok(response(&unavailable(), &request));
    };
    Ok(match response::answer(&asked, &state) {
        Reply::Send(answer) => response(&answer, &request),
        Reply::Events if request.method() == Method::HEAD => events_response(Empty::new().boxed()),
        Reply::Events => events(shared),
        Reply::Later(path) => {
            let (done, when_done) = oneshot::channel();
            if shared.orders.send(Order::Make(path, done)).is_ok() {
                // If the answer never comes, what stands is sent.
                let _ = when_done.await;
            }
            let state = shared.state.borrow().clone();
            match response::answer(&asked, &state) {
                Reply::Send(answer) => response(&answer, &request),
                Reply::Later(path) => response(&response::not_made(path.as_str()), &request),
                Reply::Events => response(&unavailable(), &request),
            }
        }
    })
}

fn asked(request: &Request<Incoming>, welcome: Arc<Welcome>) -> Asked {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = request.headers();
    let mut hosts: Vec<String> = headers.get_all(header::HOST).iter().map(text).collect();
    hosts.extend(request.uri().authority().map(ToString::to_string));
    // Of a range only GET knows (RFC 9110, section 14.2).
    let is_ranged = request.method() == Method::GET && !headers.contains_key(header::IF_RANGE);
    let range = headers.get(header::RANGE).filter(|_| is_ranged);
    Asked {
        method: request.method().to_string(),
        hosts,
        path: request.uri().path().to_owned(),
        range: range.map(text),
        welcome,
    }
}

fn unavailable() -> Answer {
    let body = Bytes::from_static(b"This page cannot be made before the errors are gone.\n");
    let headers = vec![("content-type", "text/plain; charset=utf-8".to_owned())];
    Answer { status: hyper::StatusCode::SERVICE_UNAVAILABLE, headers, body }
}

fn response(answer: &Answer, request: &Request<Incoming>) -> Response<Body> {
    let is_head = request.method() == Method::HEAD;
    let body = if is_head { Empty::new().boxed() } else { Full::new(answer.body.clone()).boxed() };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    for (name, value) in &answer.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    for_all(headers);
    response
}

/// Nothing is kept by the browser, and no other site may include what is sent.
fn for_all(headers: &mut HeaderMap) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn events_response(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    for_all(headers);
    response
}

/// The state now and after every change (Server-Sent Events).
fn events(mut shared: Shared) -> Response<Body> {
    let (mut sender, body) = Channel::<Bytes, Infallible>::new(4);
    tokio::spawn(async move {
        loop {
            let event = format!("data: {}\n\n", shared.state.borrow_and_update().event());
            if sender.send_data(event.into()).await.is_err() {
                return;
            }
            loop {
                match tokio::time::timeout(HEARTBEAT, shared.state.changed()).await {
                    Ok(Ok(())) => break,
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if sender.send_data(Bytes::from_static(b":\n\n")).await.is_err() {
                            return;
                        }
                    }
                }
            }
        }
    });
    events_response(body.boxed())
}
