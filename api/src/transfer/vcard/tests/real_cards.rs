use super::super::super::contact::Row;
use super::super::super::format;

/// The cards that calcard's authors collected from real programs; they come with its source, where Cargo keeps it.
#[test]
fn real_cards_are_read_without_a_panic() {
    let Some(folder) = real_cards() else {
        println!("calcard's cards were not found; set CALCARD_RESOURCES to its resources folder");
        return;
    };
    let (mut files, mut refused, mut outcomes) = (0, 0, std::collections::BTreeMap::<String, usize>::new());
    for path in std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.extension().is_some_and(|extension| extension == "vcf") {
            files += 1;
            match format::parse(&std::fs::read(&path).unwrap(), &format::How::default()) {
                Ok(format::Parsed { rows, .. }) => {
                    for row in rows {
                        let outcome = match row.row {
                            Row::Contact(_) => "contact".to_owned(),
                            Row::Skipped(reason) => format!("skipped: {reason}"),
                            Row::Rejected(reason) => format!("rejected: {reason}"),
                        };
                        *outcomes.entry(outcome).or_default() += 1;
                    }
                }
                Err(error) => {
                    refused += 1;
                    println!("{}: {error}", path.display());
                }
            }
        }
    }
    println!(
        "{files} files, {refused} refused, {} cards",
        outcomes.values().sum::<usize>()
    );
    println!("{outcomes:#?}");
    assert!(
        outcomes.get("contact").is_some_and(|&contacts| contacts > 200),
        "{outcomes:?}"
    );
}

fn real_cards() -> Option<std::path::PathBuf> {
    use std::path::PathBuf;
    if let Some(folder) = std::env::var_os("CALCARD_RESOURCES").map(PathBuf::from) {
        return [folder.join("vcard"), folder]
            .into_iter()
            .find(|folder| folder.is_dir());
    }
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
    let crates = registries
        .filter_map(|registry| std::fs::read_dir(registry.ok()?.path()).ok())
        .flatten()
        .filter_map(Result::ok);
    let mut versions: Vec<PathBuf> = crates
        .filter(|folder| folder.file_name().to_string_lossy().starts_with("calcard-"))
        .map(|folder| folder.path().join("resources/vcard"))
        .collect();
    versions.sort();
    versions.into_iter().rev().find(|folder| folder.is_dir())
}
