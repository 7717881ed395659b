//! Writing the network: each function is one command, made of those of the areas. A command may be run again after a
//! conflict, so everything that chance decides is decided before.

use crate::agenda::{self, Decide};
use entity::{circle, exchange, need, offer, organization, tag, tie};

use crate::cadences;
use crate::collaborations::{self, NewCollaboration};
use crate::communities;
use crate::events;
use crate::exchanges;
use crate::goals;
use crate::gratitude::{self, NewThanks};
use crate::interactions::{self, NewInteraction};
use crate::introductions::{self, AnswerIntroduction, AskIntroduction, MakeIntroduction, RecordOutcome};
use crate::kit::declared::New;
use crate::kit::{Each, Failure, Patch, Path, Tx};
use crate::milestones;
use crate::needs;
use crate::news;
use crate::people::{self, NewPerson};
use crate::records;
use crate::time;
use crate::workspaces::{self, UpdateWorkspace};

use super::gatherings::Gatherings;
use super::goals::Goals;
use super::interactions::Talk;
use super::introductions::{Step, Story};
use super::milestones::Milestones;
use super::needs::Needs;
use super::news::News;
use super::rhythm::{CAPACITY, Rhythm};
use super::time::Time;

/// What one command makes.
pub struct Batch<T>(pub Vec<T>);

pub async fn organizations(tx: &mut Tx, batch: &Batch<New<organization::Model>>) -> Result<(), Failure> {
    for new in &batch.0 {
        records::create(tx, new).await?;
    }
    Ok(())
}

pub async fn circles(tx: &mut Tx, batch: &Batch<New<circle::Model>>) -> Result<(), Failure> {
    for new in &batch.0 {
        records::create(tx, new).await?;
    }
    Ok(())
}

pub async fn tags(tx: &mut Tx, batch: &Batch<New<tag::Model>>) -> Result<(), Failure> {
    for new in &batch.0 {
        records::create(tx, new).await?;
    }
    Ok(())
}

pub async fn people(tx: &mut Tx, batch: &Batch<NewPerson>) -> Result<(), Failure> {
    for new in &batch.0 {
        people::create(tx, new).await?;
    }
    Ok(())
}

pub async fn ties(tx: &mut Tx, batch: &Batch<New<tie::Model>>) -> Result<(), Failure> {
    let ties: Vec<_> = batch.0.iter().map(|input| Each { input, said: None }).collect();
    for made in people::create_ties(tx, &ties).await? {
        made.map_err(Failure::Rejected)?;
    }
    Ok(())
}

pub async fn collaborations(tx: &mut Tx, batch: &Batch<NewCollaboration>) -> Result<(), Failure> {
    for new in &batch.0 {
        collaborations::create(tx, new).await?;
    }
    Ok(())
}

pub async fn gatherings(tx: &mut Tx, gatherings: &Gatherings) -> Result<(), Failure> {
    for (new, recorded) in &gatherings.communities {
        records::create(tx, new).await?;
        communities::record_members(tx, recorded).await?;
    }
    for (new, recorded, cancelled) in &gatherings.events {
        records::create(tx, new).await?;
        events::record_attendance(tx, recorded).await?;
        if *cancelled {
            events::cancel(tx, &(recorded.id, None)).await?;
        }
    }
    Ok(())
}

pub async fn time(tx: &mut Tx, taken: &Time) -> Result<(), Failure> {
    for new in &taken.entries {
        time::log_time(tx, new).await?;
    }
    for new in &taken.intentions {
        time::intend(tx, new).await?;
    }
    Ok(())
}

pub async fn interactions(tx: &mut Tx, batch: &Batch<Talk>) -> Result<(), Failure> {
    let news: Vec<NewInteraction> = batch.0.iter().map(Talk::to_new).collect();
    let wanted: Vec<_> = news.iter().map(|input| Each { input, said: None }).collect();
    for became in interactions::log_all(tx, &wanted).await? {
        became.map_err(Failure::Rejected)?;
    }
    Ok(())
}

pub async fn exchanges(tx: &mut Tx, batch: &Batch<exchange::Model>) -> Result<(), Failure> {
    for model in &batch.0 {
        exchanges::record(tx, &New::of(model)).await?;
    }
    Ok(())
}

pub async fn thanks(tx: &mut Tx, batch: &Batch<NewThanks>) -> Result<(), Failure> {
    for new in &batch.0 {
        gratitude::give(tx, new).await?;
    }
    Ok(())
}

pub async fn introductions(tx: &mut Tx, batch: &Batch<Story>) -> Result<(), Failure> {
    for story in &batch.0 {
        introductions::create(tx, &story.new).await?;
        for step in story.steps {
            Box::pin(take(tx, story, *step)).await?;
        }
    }
    Ok(())
}

/// Takes a step. The links that asking makes go nowhere: nobody of the network is there to answer by one.
async fn take(tx: &mut Tx, story: &Story, step: Step) -> Result<(), Failure> {
    let (id, expected_revision) = (story.id, None);
    match step {
        Step::Ask(side) => {
            introductions::ask(
                tx,
                &AskIntroduction {
                    id,
                    expected_revision,
                    side,
                },
            )
            .await?;
        }
        Step::Answer(side, accept, note) => {
            let note = Some(note.to_owned());
            let answer = AnswerIntroduction {
                id,
                expected_revision,
                side,
                accept,
                note,
            };
            introductions::answer(tx, &answer).await?;
        }
        Step::Make(message) => {
            let message = Some(message.to_owned());
            introductions::make(
                tx,
                &MakeIntroduction {
                    id,
                    expected_revision,
                    message,
                },
            )
            .await?;
        }
        Step::Outcome(outcome, note) => {
            let note = Some(note.to_owned());
            let record = RecordOutcome {
                id,
                expected_revision,
                outcome,
                note,
            };
            introductions::record_outcome(tx, &record).await?;
        }
        Step::Cancel => {
            introductions::cancel(tx, &(id, expected_revision)).await?;
        }
    }
    Ok(())
}

pub async fn goals(tx: &mut Tx, all: &Goals) -> Result<(), Failure> {
    for new in &all.goals {
        records::create(tx, new).await?;
    }
    for add in &all.supporters {
        goals::add_supporter(tx, add).await?;
    }
    for add in &all.served {
        goals::add_collaboration(tx, add).await?;
    }
    Ok(())
}

pub async fn decisions(tx: &mut Tx, batch: &Batch<Decide>) -> Result<(), Failure> {
    for decide in &batch.0 {
        agenda::decide(tx, decide).await?;
    }
    Ok(())
}

pub async fn milestones(tx: &mut Tx, all: &Milestones) -> Result<(), Failure> {
    for model in &all.noted {
        records::create(tx, &New::of(model)).await?;
    }
    for done in &all.done {
        milestones::acknowledge(tx, done).await?;
    }
    Ok(())
}

pub async fn needs(tx: &mut Tx, all: &Needs) -> Result<(), Failure> {
    for new in &all.needs {
        needs::create::<need::Model>(tx, new).await?;
    }
    for new in &all.offers {
        needs::create::<offer::Model>(tx, new).await?;
    }
    for dismiss in &all.dismissed {
        needs::dismiss(tx, dismiss).await?;
    }
    Ok(())
}

/// What there is to tell and to ask; the first of the news was told in the last talks.
pub async fn news(tx: &mut Tx, all: &News) -> Result<(), Failure> {
    for new in &all.questions {
        records::create(tx, new).await?;
    }
    let wanted = all.news.iter().map(|input| Each { input, said: None });
    let wanted: Vec<_> = wanted.collect();
    for became in news::create_all(tx, &wanted).await? {
        became.map_err(Failure::Rejected)?;
    }
    let first = all.news.first().and_then(|it| it.new.id);
    for talk in interactions::latest(&tx.read(), 5).await? {
        news::tell(tx, talk, (&Path::input("toldUpdateIds"), first.as_slice())).await?;
    }
    Ok(())
}

pub async fn rhythm(tx: &mut Tx, rhythm: &Rhythm) -> Result<(), Failure> {
    for set in &rhythm.cadences {
        cadences::set(tx, set).await?;
    }
    for new in &rhythm.plans {
        cadences::plan(tx, new).await?;
    }
    for new in &rhythm.snoozes {
        cadences::snooze(tx, new).await?;
    }
    for new in &rhythm.skips {
        cadences::skip(tx, new).await?;
    }
    let weeks = UpdateWorkspace {
        weekly_capacity: Patch::Set(CAPACITY),
        ..UpdateWorkspace::default()
    };
    workspaces::update(tx, &weeks).await?;
    Ok(())
}
