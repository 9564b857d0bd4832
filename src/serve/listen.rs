//! The socket: this machine alone, so many connections, and none that takes its time to ask.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};

use super::{Live, app};

/// How many ports after the one asked for are tried.
const PORTS: u16 = 20;
/// How long open connections may take to end once somebody has asked to stop.
const FAREWELL: Duration = Duration::from_secs(2);
/// How long nobody is let in after the system could not: it may be out of files.
const PAUSE: Duration = Duration::from_millis(100);

/// What a server bears.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a connection may take to send the head of a request, and be silent between two.
    pub head: Duration,
    /// How many connections there are at once; others wait. One that asks and never reads its answer keeps its place: only programs of this
    /// machine get here.
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { head: Duration::from_secs(10), connections: 256 }
    }
}

/// Listens on 127.0.0.1: on `port`, or the next free one after it; 0 takes any.
///
/// # Errors
/// The system's words where none of them is free.
pub fn listen(port: u16) -> Result<TcpListener, std::io::Error> {
    let mut refused = None;
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into()))
}

/// Serves until `stop` is done, then lets open requests end.
///
/// # Errors
/// The system's, where the socket cannot be used.
pub async fn run(
    listener: TcpListener,
    live: Arc<Live>,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), std::io::Error> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let (stopping, stopped) = watch::channel(false);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let service = TowerToHyperService::new(app(live.clone()));
    let let_in = async {
        // Nobody closes the places.
        while let Ok(place) = places.clone().acquire_owned().await {
            let stream = accepted(&listener).await;
            let connection = http.serve_connection(TokioIo::new(stream), service.clone());
            let mut stopped = stopped.clone();
            let farewell = async move { stopped.wait_for(|stopping| *stopping).await.is_ok() };
            tokio::spawn(async move {
                let mut connection = std::pin::pin!(connection);
                // Whatever ends a connection, the browser knows of it: there is nothing to be done about it here.
                tokio::select! {
                    _ = connection.as_mut() => {}
                    _ = farewell => {
                        connection.as_mut().graceful_shutdown();
                        let _ = connection.await;
                    }
                }
                drop(place);
            });
        }
    };
    tokio::select! { () = let_in => {} () = stop => {} }
    live.close();
    let _ = stopping.send(true);
    // A connection that never ends must not keep the server.
    let _ = tokio::time::timeout(FAREWELL, places.acquire_many(limits.connections)).await;
    Ok(())
}

/// The next who asks to be let in.
async fn accepted(listener: &tokio::net::TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let _ = stream.set_nodelay(true); // answers come later without it, and no other
                return stream;
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
