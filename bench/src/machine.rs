//! Where, when and with what it was measured.

use std::fs;
use std::process::Command;

use api::kit::Clock;

/// The machine, the time, the command line and what else ran.
#[must_use]
pub fn describe(versions: &[String]) -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |model| {
        model.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let memory = memory.and_then(|memory| memory.split_whitespace().next()?.parse::<u64>().ok());
    let line: Vec<String> = std::env::args().skip(1).collect();
    let line = format!("cargo run --release -p bench -- {}", line.join(" "));
    format!(
        "{}, `{}`, commit {}; {cores} × {model}, {} GiB; {}, {}; load {}.",
        Clock::System.now().format("%F %R UTC"),
        line.trim_end_matches([' ', '-']),
        said("git", &["describe", "--always", "--dirty", "--exclude", "*"]),
        memory.unwrap_or_default().div_ceil(1 << 20),
        versions.join(", "),
        said("rustc", &["--version"]),
        load(),
    )
}

/// How busy the machine is: processes that want to run, on average over one, five and fifteen minutes.
#[must_use]
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok()
        .filter(|text| !text.is_empty())
        .unwrap_or("unknown".to_owned())
}
