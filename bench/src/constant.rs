//! The constant handler: the same web server with as many workers, which reads a request and answers as many bytes as
//! Rapport would, but does nothing for it. What it costs is what HTTP costs.

use std::net::TcpListener;

use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{App, HttpResponse, HttpServer};

use crate::Outcome;

/// Serves answers of these sizes at `/0/graphql`, `/1/graphql` …, until the process ends.
pub fn serve(sizes: &[usize]) -> Outcome<()> {
    let answers: Vec<Bytes> = sizes.iter().map(|size| answer(*size).into()).collect();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let answers = Data::new(answers);
    let app = move || {
        App::new()
            .app_data(answers.clone())
            .route("/{number}/graphql", web::post().to(constant))
    };
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(app).listen(listener)?.run();
        println!("The constant handler serves http://{address}/0/graphql");
        server.await
    })?;
    Ok(())
}

async fn constant(number: Path<usize>, _body: Bytes, answers: Data<Vec<Bytes>>) -> HttpResponse {
    match answers.get(*number) {
        Some(answer) => HttpResponse::Ok()
            .content_type("application/graphql-response+json; charset=utf-8")
            .body(answer.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

fn answer(size: usize) -> String {
    let (head, tail) = ("{\"data\":\"", "\"}");
    let filling = size.saturating_sub(head.len() + tail.len());
    format!("{head}{}{tail}", "x".repeat(filling))
}
