//! The documents that users are shown, and those that the guards know.

use tests::both;

use super::compare::Query;
use super::stage::Stage;
use crate::guards::NESTED;
use crate::operations::screens;

both! {
    the_documents_of_the_guards_answer_as_the_specification_says(app) {
        let stage = Stage::set(&app).await;
        for side in [&stage.demo, &stage.other] {
            // The reference does not judge who is the same.
            for (name, query) in NESTED.iter().filter(|(name, _)| *name != "duplicates") {
                println!("{name}");
                Query::new(query).check(&side.world, &side.client).await;
            }
        }
    }

    the_examples_answer_as_the_specification_says(app) {
        let stage = Stage::set(&app).await;
        let mut seen = 0;
        for screen in screens() {
            // The reference neither writes nor searches, and leaves some of what is computed to other tests.
            if ["needs", "person", "search", "time", "today"].contains(&screen.name.as_str()) {
                continue;
            }
            println!("{}", screen.name);
            let query = screen.document.split("\nmutation ").next().unwrap();
            let query = Query::with(query, screen.variables);
            query.check(&stage.demo.world, &stage.demo.client).await;
            query.check(&stage.other.world, &stage.other.client).await;
            seen += 1;
        }
        assert!(seen >= 8, "{seen}");
    }
}
