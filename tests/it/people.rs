//! People through the API.

use serde_json::json;
use tests::both;

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id revision displayName } userErrors { code message path ... on DuplicateError { existing { id } } } } }";

both! {
    a_created_person_can_be_read_back(app) {
        let owner = app.owner().await;
        let id = owner.person("Zoë Ångström").await;
        let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { id displayName revision archivedAt lastInteractionAt } }", json!({ "id": id })).await;
        assert_eq!(data["person"], json!({ "id": id, "displayName": "Zoë Ångström", "revision": 1, "archivedAt": null, "lastInteractionAt": null }));
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = app.owner().await;
        let input = json!({ "id": "person_01h455vb4pex5vsknk084sn02q", "displayName": "Ana" });
        let first = owner.written(CREATE, json!({ "input": input })).await;
        let again = owner.written(CREATE, json!({ "input": input })).await;
        assert_eq!(first, again);
        let other = json!({ "id": "person_01h455vb4pex5vsknk084sn02q", "displayName": "Bea" });
        let errors = owner.refused(CREATE, json!({ "input": other })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["existing"]["id"]), (&json!("DUPLICATE"), &json!("person_01h455vb4pex5vsknk084sn02q")));
    }
}
