//! Whatever a mutation shows can be kept, and what it names is known.

use std::collections::BTreeSet;

use tests::both;
use tests::kinds::{Kinds, Known};

use super::body;

/// What is known only after the write.
const NUDGES: [&str; 2] = [" answeredNudges", " raisedNudges"];

both! {
    every_mutation_can_be_sent_under_a_key_with_all_that_it_shows(app) {
        let owner = app.owner().await.lasting().await;
        let kinds = Kinds::of(api::areas::sdl());
        let (mut known, mut kept) = (Known::default(), BTreeSet::new());
        let (_, mutations) = kinds.count();
        for round in 0..mutations {
            // Of three requests one is a mutation.
            let number = 3 * round + 2;
            let (text, variables) = kinds.request(number, &known);
            let text = NUDGES.iter().fold(text.to_owned(), |text, field| text.replace(field, ""));
            let sent = body(&text, &variables);
            let (_, _, first) = owner.under(&format!("k{number}"), &sent).await;
            assert!(!first.contains("\"INTERNAL\""), "{sent}: {first}");
            let (_, replayed, again) = owner.under(&format!("k{number}"), &sent).await;
            if replayed {
                assert_eq!(first, again, "{sent}");
                kept.insert(kinds.name(number));
            }
            known.learn(&serde_json::from_str(&first).unwrap());
        }
        println!("{} of {mutations} mutations were kept", kept.len());
        assert!(kept.len() > 50, "{kept:?}");
    }
}
