//! The documents that users are shown, and those that the guards know.

use tests::both;

use super::compare::Query;
use super::stage::Stage;
use crate::guards::NESTED;

both! {
    the_documents_of_the_guards_answer_as_the_specification_says(app) {
        let stage = Stage::set(&app).await;
        for side in [&stage.demo, &stage.other] {
            for (name, query) in NESTED {
                println!("{name}");
                Query::new(query).check(&side.world, &side.client).await;
            }
        }
    }

    the_examples_answer_as_the_specification_says(app) {
        let stage = Stage::set(&app).await;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/queries");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            // The reference neither writes nor searches.
            if text.contains("mutation ") || text.contains("search:") {
                continue;
            }
            let query = Query::new(&text);
            query.check(&stage.demo.world, &stage.demo.client).await;
            query.check(&stage.other.world, &stage.other.client).await;
            seen += 1;
        }
        assert!(seen >= 3, "{seen}");
    }
}
