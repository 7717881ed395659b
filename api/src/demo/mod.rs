//! A believable network to try Rapport with: 200 people, their organisations and circles, three years of interactions,
//! introductions, collaborations, what people did for each other, what they are after, look for and can give, what happens in
//! their lives, and how often the user means to be in touch. Nobody in it exists.
//!
//! Always: chance follows from a fixed seed and the day, so two demos of one day tell the same story under other ids;
//! everything is written by the commands that the API runs; a workspace whose user exists is left alone.

mod agenda;
mod collaborations;
mod dice;
mod gatherings;
mod goals;
mod interactions;
mod introductions;
mod labels;
mod ledger;
mod load;
mod milestones;
mod names;
mod needs;
mod news;
mod people;
mod phrases;
mod rhythm;
mod ties;
mod time;
mod traits;
mod workplaces;

use entity::Actor;
use entity::ids::{PersonId, UserId};

use crate::app::App;
use crate::auth::{self, NewUser};
use crate::kit::{Failure, Fault, Writer};
use dice::Dice;
use load::Batch;
use people::Someone;

/// The address of the demo's user.
pub const EMAIL: &str = "demo@rapport.example";
/// The password, known to everybody.
pub const PASSWORD: &str = "demo-password";
const NAME: &str = "Robin Demo";

/// How many interactions one command logs: the write lock is held for well under a second.
const AT_ONCE: usize = 250;
/// And how many people it makes.
const PEOPLE_AT_ONCE: usize = 50;

/// Makes the demo's user and fills their workspace, unless the user is there already; says whether it did.
///
/// # Errors
/// The database fails.
pub async fn fill(app: &App) -> Result<bool, Failure> {
    let there = auth::user_by_email(&app.db.global(), EMAIL)
        .await
        .map_err(Fault::from)?;
    if there.is_some() {
        return Ok(false);
    }
    let new = NewUser {
        email: EMAIL.to_owned(),
        display_name: NAME.to_owned(),
        password_hash: app.entrance.passwords.hash(PASSWORD.to_owned()).await?,
        session_days: 1,
    };
    let session = app.db.write_global(&new, auth::sign_up).await?;
    // Signing up begins a session, which nobody is going to use.
    app.db.write_global(&session.id, auth::log_out).await?;
    let by = Writer::grant(session.workspace.id, Actor::user(session.user.id));
    let me = own_person(app, &by, session.user.id).await?;
    Box::pin(network(app, &by, me)).await?;
    Ok(true)
}

async fn own_person(app: &App, by: &Writer, user: UserId) -> Result<PersonId, Failure> {
    let reader = app.db.read(by.scope());
    let own = crate::people::own(&reader).await?;
    let own = own.filter(|(_, by)| *by == Actor::user(user));
    let missing = || Fault::Internal("the demo's user is no person".to_owned());
    Ok(own.ok_or_else(missing)?.0)
}

async fn network(app: &App, by: &Writer, me: PersonId) -> Result<(), Failure> {
    let (mut dice, now) = (Dice::new(), app.clock.now());
    let today = now.date_naive();
    let workplaces = workplaces::workplaces(app);
    let (circle_ids, circles): (_, Vec<_>) = labels::circles(app).into_iter().unzip();
    let (tag_ids, tags): (_, Vec<_>) = labels::tags(app).into_iter().unzip();
    let world = people::World {
        workplaces: &workplaces,
        circles: circle_ids,
        tags: tag_ids,
        today,
    };
    let people = people::people(app, &mut dice, &world);
    let together = collaborations::collaborations(app, &mut dice, &people, today);
    let mut interactions = interactions::interactions(&mut dice, &people, &together, now);
    let ties = ties::ties(&mut dice, &people);
    let stories = introductions::introductions(app, &mut dice, &people, me);
    let rhythm = rhythm::rhythm(app, &mut dice, (&people, &world.circles), today);
    let milestones = milestones::milestones(app, &mut dice, &people, today);
    let ledger = ledger::ledger(app, &mut dice, (&people, &together, &stories), today);
    let goals = goals::goals(app, &mut dice, (&people, &together), today);
    let needs = needs::needs(app, &mut dice, (&people, &goals), today);

    let news = news::news(app, &world.circles, &interactions, today);

    let decisions = agenda::decisions(&ledger.exchanges, today);
    let gatherings = gatherings::gatherings(app, &mut dice, (&people, &mut interactions), now);
    let communities: Vec<_> = gatherings
        .communities
        .iter()
        .map(|(_, recorded)| recorded.id)
        .collect();
    let time = time::time(&mut dice, (&people, &world.circles, &communities), today);

    let organizations = workplaces.iter().map(workplaces::Workplace::to_new).collect();
    app.db
        .write(by, &Batch(organizations), load::organizations)
        .await?;
    app.db.write(by, &Batch(circles), load::circles).await?;
    app.db.write(by, &Batch(tags), load::tags).await?;
    for some in people.chunks(PEOPLE_AT_ONCE) {
        let new = some.iter().map(Someone::to_new).collect();
        app.db.write(by, &Batch(new), load::people).await?;
    }
    app.db.write(by, &Batch(ties), load::ties).await?;
    let new = together.into_iter().map(|it| it.new).collect();
    app.db.write(by, &Batch(new), load::collaborations).await?;
    app.db.write(by, &gatherings, load::gatherings).await?;
    for some in interactions.chunks(AT_ONCE) {
        app.db
            .write(by, &Batch(some.to_vec()), load::interactions)
            .await?;
    }
    app.db.write(by, &Batch(stories), load::introductions).await?;
    app.db
        .write(by, &Batch(ledger.exchanges), load::exchanges)
        .await?;
    app.db.write(by, &Batch(ledger.thanks), load::thanks).await?;
    app.db.write(by, &rhythm, load::rhythm).await?;
    app.db.write(by, &Batch(decisions), load::decisions).await?;
    app.db.write(by, &goals, load::goals).await?;
    app.db.write(by, &milestones, load::milestones).await?;
    app.db.write(by, &needs, load::needs).await?;
    app.db.write(by, &news, load::news).await?;
    app.db.write(by, &time, load::time).await?;
    Ok(())
}
