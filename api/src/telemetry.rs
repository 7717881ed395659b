//! The log: structured, to standard error, so that standard output stays a command's own.

use std::fmt::{self, Debug};
use std::io::IsTerminal;

use tracing::field::{Field, Visit};
use tracing::span::Record;
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::Directive;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// Starts the log: for people on a terminal, as JSON elsewhere. `RUST_LOG` says how much.
pub fn start() {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter(std::env::var(EnvFilter::DEFAULT_ENV).ok()))
        .with_writer(std::io::stderr);
    // A second start, in tests, changes nothing.
    let _ = if std::io::stderr().is_terminal() {
        log.with_target(false).compact().try_init()
    } else {
        log.fmt_fields(Pairs).event_format(Lines).try_init()
    };
}

/// What is logged: as `RUST_LOG` says, else what matters. Of what no HTTP can be made of, the server's own library speaks as of errors,
/// though anybody can send it and nobody need look at it: that is left out unless it is asked for by name.
fn filter(asked: Option<String>) -> EnvFilter {
    const STRANGERS: [&str; 2] = ["actix_http::h1::dispatcher", "actix_http::h1::decoder"];
    let asked = asked.filter(|asked| !asked.trim().is_empty());
    let asked = asked.unwrap_or_else(|| "info,sqlx=warn,sea_orm=warn".to_owned());
    let filter = EnvFilter::builder().parse_lossy(&asked);
    let silent = STRANGERS.iter().filter(|_| !asked.contains("actix_http"));
    let directives = silent.filter_map(|target| format!("{target}=off").parse::<Directive>().ok());
    directives.fold(filter, EnvFilter::add_directive)
}

/// A line of JSON for each event: its own fields, and those of the span that it happened in.
///
/// It looks as the library's JSON does. That one reads a span's fields back from their text whenever one is added, and again
/// for each line: a tenth of what a short query cost.
struct Lines;

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut line: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // What comes from the crate `log` carries its target among its fields.
        let normal = event.normalized_metadata();
        let metadata = normal.as_ref().unwrap_or_else(|| event.metadata());
        line.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut line)?;
        write!(line, "\",\"level\":\"{}\"", metadata.level())?;
        Pairs.format_fields(line.by_ref(), event)?;
        pair(&mut line, "target", metadata.target())?;
        let span = event.parent().and_then(|id| ctx.span(id));
        if let Some(span) = span.or_else(|| ctx.lookup_current()) {
            write!(line, ",\"span\":{{\"name\":\"{}\"", span.name())?;
            if let Some(fields) = span.extensions().get::<FormattedFields<N>>() {
                line.write_str(&fields.fields)?;
            }
            line.write_char('}')?;
        }
        line.write_str("}\n")
    }
}

/// Fields as JSON, each after a comma: so more are added by writing on.
struct Pairs;

impl<'a> FormatFields<'a> for Pairs {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'a>, fields: R) -> fmt::Result {
        let mut visitor = Visitor {
            writer,
            outcome: Ok(()),
        };
        fields.record(&mut visitor);
        visitor.outcome
    }

    fn add_fields(&self, current: &'a mut FormattedFields<Self>, fields: &Record<'_>) -> fmt::Result {
        self.format_fields(current.as_writer(), fields)
    }
}

fn pair(to: &mut Writer<'_>, name: &str, value: &str) -> fmt::Result {
    let value = serde_json::to_string(value).map_err(|_text| fmt::Error)?;
    write!(to, ",\"{name}\":{value}")
}

struct Visitor<'a> {
    writer: Writer<'a>,
    outcome: fmt::Result,
}

impl Visitor<'_> {
    fn write(&mut self, field: &Field, write: impl FnOnce(&mut Writer<'_>, &str) -> fmt::Result) {
        let name = field.name();
        // Where it was logged, as the crate `log` says it.
        if self.outcome.is_ok() && !name.starts_with("log.") {
            self.outcome = write(&mut self.writer, name.trim_start_matches("r#"));
        }
    }
}

impl Visit for Visitor<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        // There is no other way to write what is no number.
        if !value.is_finite() {
            return self.write(field, |to, name| write!(to, ",\"{name}\":null"));
        }
        self.write(field, |to, name| write!(to, ",\"{name}\":{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.write(field, |to, name| write!(to, ",\"{name}\":{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.write(field, |to, name| write!(to, ",\"{name}\":{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.write(field, |to, name| write!(to, ",\"{name}\":{value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.write(field, |to, name| pair(to, name, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.write(field, |to, name| pair(to, name, &format!("{value:?}")));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Keeps what is written.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_json_with_the_fields_of_its_span() {
        let kept = Kept::default();
        let made = kept.clone();
        let log = tracing_subscriber::fmt()
            .with_writer(move || made.clone())
            .fmt_fields(Pairs)
            .event_format(Lines)
            .finish();
        tracing::subscriber::with_default(log, || {
            let span = tracing::info_span!("request", path = "/\"\n", status = tracing::field::Empty);
            span.record("status", 200_u16);
            tracing::warn!(parent: &span, error = %"no \\ way", ok = false, share = f64::NAN, "it {}", "failed");
            tracing::info!("alone");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let mut lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        for line in &mut lines {
            assert!(line["timestamp"].take().as_str().unwrap().ends_with('Z'));
        }
        let target = "api::telemetry::tests";
        let span = serde_json::json!({ "name": "request", "path": "/\"\n", "status": 200 });
        assert_eq!(
            lines,
            [
                serde_json::json!({
                    "timestamp": null, "level": "WARN", "message": "it failed", "error": "no \\ way", "ok": false, "share": null,
                    "target": target, "span": span,
                }),
                serde_json::json!({ "timestamp": null, "level": "INFO", "message": "alone", "target": target }),
            ]
        );
    }
}
