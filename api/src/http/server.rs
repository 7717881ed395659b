//! The process's side of HTTP: threads, connections, shutdown.

use std::{future::Future, io, net::TcpListener, sync::atomic::Ordering, time::Duration};

use actix_http::{HttpService, Protocol};
use actix_server::Server;
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::{App as ActixApp, dev::AppConfig, rt::net::TcpStream};

use super::voice::Voiced;
use crate::{app::App, chores, jobs::Worker};

/// How long requests may go on after the signal to stop.
const DRAIN_SECONDS: u64 = 30;

/// Longer than the usual proxy's, so that it is the proxy which closes idle connections and never meets a
/// closed one.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// How long a request's head may take.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a refused upload may go on before the connection is cut; cut at once, the client would see a
/// broken connection in place of the refusal.
const LINGER: Duration = Duration::from_secs(5);

/// A server, to be awaited. With `handle_signals`, SIGTERM and SIGINT make it stop taking connections,
/// finish what runs (for 30 seconds at most) and end; without, it ends by its handle, as tests do it.
///
/// After SIGTERM it first says that it is not ready, and goes on serving for as long as the settings say.
///
/// # Errors
///
/// If the listener or the signals cannot be used.
pub fn server(app: App, listener: TcpListener, handle_signals: bool) -> io::Result<Server> {
    let address = listener.local_addr()?;
    let workers = app.settings.http.workers;
    let mut server = Server::build().shutdown_timeout(DRAIN_SECONDS);
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    let stopping = server.graceful_shutdown_signal();
    let told = app.clone();
    // As actix-web's own server does it, but for the connections, whose refusals have words.
    server = server.listen("http", listener, move || {
        let app = ActixApp::new().configure(super::configure(app.clone()));
        let stopping = stopping.clone();
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD_TIMEOUT)
            .client_disconnect_timeout(LINGER)
            // A client that is gone is noticed, so that its query is given up.
            .h1_allow_half_closed(false)
            .local_addr(address)
            .finish(map_config(app.into_factory(), |()| AppConfig::default()));
        fn_service(|io: TcpStream| async move {
            let peer = io.peer_addr().ok();
            Ok((Voiced::new(io), Protocol::Http1, peer))
        })
        .and_then(http)
    })?;
    // Actix itself would take SIGINT for "at once".
    server = if handle_signals {
        server.shutdown_signal(stop_signal(told)?)
    } else {
        server.disable_signals()
    };
    tracing::info!(%address, "listening");
    Ok(server.run())
}

/// Serves until a signal, and does the chores and the jobs meanwhile; then drains, and returns in peace so that the process can exit with 0.
///
/// # Errors
///
/// If the listener or the signals cannot be used, or the server breaks down.
pub async fn serve(app: App, listener: TcpListener) -> io::Result<()> {
    let server = server(app.clone(), listener, true)?;
    let jobs = Worker::new(app.entrance.clone()).run(|| app.asked.load(Ordering::Relaxed));
    tokio::select! {
        ended = server => ended?,
        () = chores::run(&app) => {}
        () = jobs => {}
    }
    tracing::info!("stopped");
    Ok(())
}

#[cfg(unix)]
fn stop_signal(app: App) -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    // Asked for here and not in the future: from now on a signal is never lost.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {
                app.stopping.store(true, Ordering::Relaxed);
                let delay = Duration::from_secs(app.settings.http.shutdown_delay_seconds);
                if !delay.is_zero() {
                    tracing::info!(?delay, "told to stop: not ready from now on, and serving still");
                }
                tokio::select! {
                    () = tokio::time::sleep(delay) => {}
                    _ = interrupt.recv() => {}
                }
            }
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

#[cfg(not(unix))]
fn stop_signal(_: App) -> io::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "signals cannot be heard");
            std::future::pending::<()>().await;
        }
        tracing::info!("stopping");
    })
}
