//! The pictures of people: sent, fetched, moved, erased.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";
const GIF: &[u8] = b"GIF89a1111";
const SHOWN: &str = "query($id: ID!) { person(by: { id: $id }) { revision photo { url contentType byteSize sha256 storedAt } } }";
const REMOVE: &str = "mutation($id: ID!) { removePersonPhoto(id: $id) { person { revision photo { url } } userErrors { code message path } } }";

async fn put(app: &TestApp, client: &Client, person: &str, bytes: &[u8]) -> (u16, Value) {
    let request = app.http().put(app.url(&format!("/photos/{person}")));
    let request = request.bearer_auth(client.token()).body(bytes.to_vec());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn get(app: &TestApp, client: &Client, person: &str, held: &str) -> reqwest::Response {
    let request = app.http().get(app.url(&format!("/photos/{person}")));
    let request = request.bearer_auth(client.token()).header("if-none-match", held);
    request.send().await.unwrap()
}

async fn shown(client: &Client, person: &str) -> Value {
    client.ok(SHOWN, json!({ "id": person })).await["person"].take()
}

both! {
    a_picture_is_kept_and_shown_to_whoever_may_see_the_person(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        assert_eq!(shown(&owner, &ana).await["photo"], Value::Null);
        let (status, stored) = put(&app, &owner, &ana, PNG).await;
        assert_eq!((status, &stored["contentType"], &stored["byteSize"], &stored["revision"]), (200, &json!("image/png"), &json!(12), &json!(2)), "{stored}");
        let person = shown(&owner, &ana).await;
        assert_eq!((&person["revision"], &person["photo"]["url"], &person["photo"]["sha256"]), (&json!(2), &json!(format!("/photos/{ana}")), &stored["sha256"]));
        assert_eq!((&person["photo"]["contentType"], &person["photo"]["byteSize"]), (&json!("image/png"), &json!(12)));
        // The same again changes nothing.
        assert_eq!(put(&app, &owner, &ana, PNG).await.1["revision"], 2);
        let response = get(&app, &owner, &ana, "").await;
        let head = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let tag = head("etag");
        assert_eq!((response.status().as_u16(), head("content-type"), head("cache-control")), (200, "image/png".to_owned(), "private, no-cache".to_owned()));
        assert_eq!((head("x-content-type-options"), head("content-security-policy")), ("nosniff".to_owned(), "default-src 'none'; sandbox".to_owned()));
        assert_eq!(tag, format!("\"{}\"", stored["sha256"].as_str().unwrap()));
        assert_eq!(&response.bytes().await.unwrap()[..], PNG);
        assert_eq!(get(&app, &owner, &ana, &tag).await.status().as_u16(), 304);
        put(&app, &owner, &ana, GIF).await;
        let other = get(&app, &owner, &ana, &tag).await;
        assert_eq!((other.status().as_u16(), &other.bytes().await.unwrap()[..]), (200, GIF));
        // Who may not see people, or is of another workspace, sees nothing.
        let stranger = app.owner().await;
        assert_eq!(get(&app, &stranger, &ana, "").await.status().as_u16(), 404);
        assert_eq!(put(&app, &stranger, &ana, PNG).await.0, 404);
        assert_eq!(get(&app, &app.anonymous(), &ana, "").await.status().as_u16(), 401);
        let narrow = owner.with_scopes(&["INTERACTIONS_READ"]).await;
        assert_eq!((get(&app, &narrow, &ana, "").await.status().as_u16(), put(&app, &narrow, &ana, PNG).await.0), (403, 403));
        let viewer = owner.viewer().await;
        assert_eq!((get(&app, &viewer, &ana, "").await.status().as_u16(), put(&app, &viewer, &ana, PNG).await.0), (200, 403));
        let feed = owner.ok("{ changes { changes { op fields record { id } } } }", json!({})).await;
        let feed = feed["changes"]["changes"].as_array().unwrap().iter().filter(|it| it["record"]["id"] == ana.as_str());
        let told: Vec<_> = feed.map(|it| (it["op"].clone(), it["fields"].clone())).collect();
        assert_eq!(told[1..], [(json!("UPDATE"), json!(["photo"])), (json!("UPDATE"), json!(["photo"]))]);
        let removed = owner.written(REMOVE, json!({ "id": ana })).await;
        assert_eq!(removed["person"], json!({ "revision": 4, "photo": null }));
        assert_eq!(owner.written(REMOVE, json!({ "id": ana })).await["person"]["revision"], 4);
        assert_eq!(get(&app, &owner, &ana, "").await.status().as_u16(), 404);
    }

    what_is_no_picture_or_too_large_is_refused(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let mut large = PNG.to_vec();
        large.resize((1 << 20) + 1, 0);
        for (bytes, status, says) in [
            (&b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..], 400, "PNG, JPEG, WebP or GIF"),
            (b"", 400, "PNG"),
            (b"<html>", 400, "PNG"),
            (&large, 413, "1048576 bytes"),
        ] {
            let (found, refused) = put(&app, &owner, &ana, bytes).await;
            assert!(found == status && refused.to_string().contains(says), "{found} {refused}");
        }
        large.truncate(1 << 20);
        assert_eq!(put(&app, &owner, &ana, &large).await.0, 200);
        assert_eq!(put(&app, &owner, "person_01h455vb4pex5vsknk084sn02q", PNG).await.0, 404);
        assert_eq!(put(&app, &owner, "x", PNG).await.0, 404);
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ana })).await;
        assert_eq!(put(&app, &owner, &ana, PNG).await.0, 409);
        assert_eq!(get(&app, &owner, &ana, "").await.status().as_u16(), 200);
    }

    a_picture_moves_when_two_are_one_and_comes_back(app) {
        let owner = app.owner().await;
        let (ana, twin) = (owner.person("Ana").await, owner.person("Ana S").await);
        put(&app, &owner, &twin, PNG).await;
        let merge = "mutation($keep: ID!, $merge: ID!) { mergePeople(input: { keepId: $keep, mergeId: $merge }) { changeSet { id } userErrors { code message path } } }";
        let merged = owner.written(merge, json!({ "keep": ana, "merge": twin })).await;
        assert_eq!(&get(&app, &owner, &ana, "").await.bytes().await.unwrap()[..], PNG);
        assert_eq!(get(&app, &owner, &twin, "").await.status().as_u16(), 404);
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { reason } userErrors { code message path } } }";
        let undone = owner.written(undo, json!({ "id": merged["changeSet"]["id"] })).await;
        assert_eq!(undone["conflicts"], json!([]));
        assert_eq!(&get(&app, &owner, &twin, "").await.bytes().await.unwrap()[..], PNG);
        assert_eq!(get(&app, &owner, &ana, "").await.status().as_u16(), 404);
        // Who has one keeps it.
        put(&app, &owner, &ana, GIF).await;
        owner.written(merge, json!({ "keep": ana, "merge": twin })).await;
        assert_eq!(&get(&app, &owner, &ana, "").await.bytes().await.unwrap()[..], GIF);
        let erase = "mutation($id: ID!) { erasePerson(id: $id) { userErrors { code message path } } }";
        owner.written(erase, json!({ "id": ana })).await;
        for person in [&ana, &twin] {
            assert_eq!(get(&app, &owner, person, "").await.status().as_u16(), 404);
        }
    }

    a_picture_leaves_with_a_card_and_comes_in_with_one(app) {
        let owner = app.owner().await;
        let base64 = STANDARD.encode(PNG);
        let import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { action reason } } userErrors { code message } } }";
        let card = |version: &str, name: &str, photo: &str| format!("BEGIN:VCARD\r\nVERSION:{version}\r\nUID:{name}\r\nFN:{name}\r\n{photo}\r\nEND:VCARD\r\n");
        let folded = format!("{}\r\n  {}", &base64[..8], &base64[8..]);
        let all = [
            card("2.1", "Two", &format!("PHOTO;ENCODING=BASE64;TYPE=PNG:\r\n {folded}\r\n")),
            card("3.0", "Three", &format!("PHOTO;ENCODING=b;TYPE=PNG:{folded}")),
            card("4.0", "Four", &format!("PHOTO:data:image/png;base64\\,{folded}")),
            card("4.0", "Far", "PHOTO:https://example.org/a.png"),
            card("3.0", "Drawn", &format!("PHOTO;ENCODING=b:{}", STANDARD.encode("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"))),
            card("3.0", "Many", &format!("PHOTO;ENCODING=b:{base64}\r\nPHOTO;ENCODING=b:{}", STANDARD.encode(GIF))),
        ].concat();
        let rows = async |client: &Client, text: &str| client.written(import, json!({ "input": { "text": text } })).await["report"]["rows"].take();
        let report = rows(&owner, &all).await;
        for (row, reason) in [(0, ""), (1, ""), (2, ""), (3, "PHOTO \"https://example.org/a.png\""), (4, "PHOTO (image, "), (5, "PHOTO (image, ")] {
            assert_eq!(report[row]["action"], "CREATED");
            let said = report[row]["reason"].as_str().unwrap_or_default();
            assert!(said.contains(reason) && said.is_empty() == reason.is_empty(), "{row}: {said}");
        }
        let photos = async |client: &Client| {
            let data = client.ok("{ people(first: 50) { nodes { id displayName photo { sha256 } } } }", json!({})).await;
            let nodes = data["people"]["nodes"].as_array().unwrap().clone();
            let has = nodes.into_iter().filter(|it| !it["photo"].is_null());
            has.map(|it| (it["displayName"].as_str().unwrap().to_owned(), it["photo"]["sha256"].clone(), it["id"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        let kept = photos(&owner).await;
        assert_eq!(kept.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["Four", "Many", "Three", "Two"]);
        for (name, _, id) in &kept {
            assert_eq!(&get(&app, &owner, id, "").await.bytes().await.unwrap()[..], PNG, "{name}");
        }
        // What was removed by hand is not brought back, and what was chosen by hand stays.
        owner.written(REMOVE, json!({ "id": kept[0].2 })).await;
        put(&app, &owner, &kept[2].2, GIF).await;
        let again = all.replace("END:VCARD", "NOTE:More\r\nEND:VCARD");
        assert!(rows(&owner, &all).await.as_array().unwrap().iter().all(|row| row["action"] == "UNCHANGED"));
        rows(&owner, &again).await;
        let names: Vec<String> = photos(&owner).await.into_iter().map(|it| it.0).collect();
        assert_eq!(names, ["Many", "Three", "Two"]);
        assert_eq!(&get(&app, &owner, &kept[2].2, "").await.bytes().await.unwrap()[..], GIF);
        let before: Vec<_> = photos(&owner).await.into_iter().map(|it| (it.0, it.1)).collect();
        for version in ["4.0", "3.0"] {
            let request = app.http().get(app.url(&format!("/export/people.vcf?version={version}")));
            let file = request.bearer_auth(owner.token()).send().await.unwrap().text().await.unwrap();
            let other = app.owner().await;
            rows(&other, &file).await;
            let after: Vec<_> = photos(&other).await.into_iter().map(|it| (it.0, it.1)).collect();
            assert_eq!(before, after, "{version}");
        }
    }

    a_workspace_moves_with_its_pictures(app) {
        let owner = app.owner().await.lasting().await;
        let mut ids = Vec::new();
        for number in 0..10_u8 {
            let id = owner.person(&format!("P{number}")).await;
            let mut picture = PNG.to_vec();
            picture.push(number);
            put(&app, &owner, &id, &picture).await;
            ids.push(id);
        }
        let request = app.http().get(app.url("/export/workspace.jsonl"));
        let file = request.bearer_auth(owner.token()).send().await.unwrap().bytes().await.unwrap();
        let other = app.owner().await.lasting().await;
        let request = app.http().put(app.url("/import/workspace.jsonl")).bearer_auth(other.token());
        let taken = request.body(file).send().await.unwrap();
        assert_eq!(taken.status().as_u16(), 200, "{:?}", taken.text().await);
        for (number, id) in ids.iter().enumerate() {
            let picture = get(&app, &other, id, "").await.bytes().await.unwrap();
            assert_eq!((&picture[..12], picture[12] as usize), (PNG, number));
        }
    }
}
