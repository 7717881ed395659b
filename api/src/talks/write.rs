//! Logging a talk with all that came of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::check_in::{self, CheckInState};
use entity::exchange::{self, ExchangeState};
use entity::ids::PersonId;
use entity::interaction;
use entity::milestone_acknowledgement::AcknowledgementState;
use sea_orm::Value;

use super::parts::{Came, Of, Talk, placed};
use crate::cadences::{self, CompleteCheckIn, NewCheckIn};
use crate::exchanges::{self, Step};
use crate::gratitude::{self, Saying, TakeStep};
use crate::interactions::{self, NewInteraction};
use crate::kit::declared::{Change, Draft, New};
use crate::kit::failure::Detail;
use crate::kit::fold::fold;
use crate::kit::list::Place;
use crate::kit::record::{Claim, of_old};
use crate::kit::{Became, Checks, Code, Each, Failure, Patch, Path, Problem, Tx, only};
use crate::milestones::{self, Acknowledge, Subject};
use crate::people::{self, FactFields, Parts, Search, UpdatePerson};
use crate::records::Take;
use crate::search::SearchField;
use crate::{news, questions};

/// Most people who are told of where a name is one of several.
const TOLD: usize = 10;

/// Logs talks. What is wrong with one keeps no other from being logged.
///
/// # Errors
/// The database fails.
pub async fn log_all(
    tx: &mut Tx,
    wanted: &[Each<'_, Talk>],
) -> Result<Vec<Became<interaction::Model>>, Failure> {
    if let [one] = wanted
        && one.input.is_rich()
    {
        return match Box::pin(log(tx, one.input, one.said)).await {
            Ok(model) => Ok(vec![Ok(model)]),
            Err(Failure::Rejected(problems)) => Ok(vec![Err(problems)]),
            Err(fault) => Err(fault),
        };
    }
    let plain = wanted.iter().map(|it| Each {
        input: &it.input.new,
        said: it.said,
    });
    let plain: Vec<_> = plain.collect();
    interactions::log_all(tx, &plain).await
}

/// Logs a talk with what came of it. All that is wrong with the parts is told at once.
async fn log(tx: &mut Tx, talk: &Talk, said: Option<&str>) -> Result<interaction::Model, Failure> {
    // Whoever repeats it is answered before any part of it is looked at.
    let wanted = [(talk.new.id, said)];
    let claims = tx
        .claim_all::<interaction::Model>(&wanted, |_| of_old(&talk.new))
        .await?;
    for claim in claims {
        if let Claim::Done(id) = claim? {
            return tx.find(Path::input("id"), id).await;
        }
    }
    let mut participants = talk.new.participants.clone();
    participants.extend(named(tx, talk.with_name.as_deref()).await?);
    participants.extend(met(tx, talk).await?);
    let new = NewInteraction {
        participants: participants.clone(),
        ..talk.new.clone()
    };
    let each = [Each { input: &new, said }];
    let model = only(interactions::log_all(tx, &each).await?)?;
    let people: BTreeSet<PersonId> = participants.into_iter().collect();
    let day = tx.day_of(model.happened_at).min(tx.today());
    let mut follows = Follows {
        tx,
        talk: &model,
        people: &people,
        day,
        checks: Checks::new(),
    };
    Box::pin(follows.all(&talk.came)).await?;
    follows.checks.done()?;
    Ok(model)
}

/// Who is meant by a part of a name.
async fn named(tx: &Tx, name: Option<&str>) -> Result<Option<PersonId>, Failure> {
    let Some(name) = name else { return Ok(None) };
    let (path, reader) = (Path::input("withName"), tx.read());
    let mut checks = Checks::new();
    let name = checks.required(path.clone(), Some(name), 200);
    checks.done()?;
    let place = Place {
        scope: *tx.by().scope(),
        backend: tx.backend(),
    };
    let search = Search {
        text: name.clone(),
        fields: vec![SearchField::Name, SearchField::Nickname],
    };
    let most = u64::try_from(TOLD + 1).unwrap_or(u64::MAX);
    let found = people::best(&reader, &place, &search, most).await?;
    let ids: Vec<PersonId> = found.into_iter().map(|(id, _)| id).collect();
    let names = people::names(&reader, &ids).await?;
    let is_just_so = |id: &&PersonId| names.get(*id).is_some_and(|it| fold(it) == fold(&name));
    let mut just_so = ids.iter().filter(is_just_so);
    match (ids.as_slice(), just_so.next(), just_so.next()) {
        ([only], ..) | (_, Some(only), None) => Ok(Some(*only)),
        ([], ..) => {
            let message = format!("nobody is called {name}; newParticipants makes people");
            Err(Problem::new(Code::NotFound, path, message).into())
        }
        _ => {
            let told = ids.iter().take(TOLD);
            let told = told.map(|id| (id, names.get(id).map_or("", String::as_str)));
            let list: Vec<String> = told.clone().map(|(id, name)| format!("{name} ({id})")).collect();
            let more = if ids.len() > TOLD { ", and others" } else { "" };
            let message = format!("several people can be meant: {}{more}", list.join(", "));
            let allowed = told.map(|(id, _)| id.to_string()).collect();
            Err(Problem::new(Code::Invalid, path, message)
                .with(Detail::Allowed(allowed))
                .into())
        }
    }
}

/// Makes those whom the user met for the first time.
async fn met(tx: &mut Tx, talk: &Talk) -> Result<Vec<PersonId>, Failure> {
    let each = talk.newcomers.iter().map(|input| Each { input, said: None });
    let each: Vec<_> = each.collect();
    if each.is_empty() {
        return Ok(Vec::new());
    }
    let (mut met, mut checks) = (Vec::new(), Checks::new());
    let became = people::create_all(tx, &each).await?;
    for (place, became) in became.into_iter().enumerate() {
        match became {
            Ok(person) => met.push(person.id),
            Err(problems) => {
                let at = Path::input("newParticipants").at(place);
                tell(&mut checks, problems, |path| {
                    let is_address = path.0.get(1).is_some_and(|step| step == "contactPoints");
                    if is_address {
                        at.at("email")
                    } else {
                        placed(path, &at)
                    }
                });
            }
        }
    }
    checks.done()?;
    Ok(met)
}

/// Notes the problems of a part where they are in the whole.
fn tell(checks: &mut Checks, problems: Vec<Problem>, at: impl Fn(Path) -> Path) {
    for problem in problems {
        let path = at(problem.path.clone());
        checks.push(Problem { path, ..problem });
    }
}

/// What follows from a talk that has just been logged, and what is wrong with it so far.
struct Follows<'a> {
    tx: &'a mut Tx,
    talk: &'a interaction::Model,
    people: &'a BTreeSet<PersonId>,
    /// The day of the talk, which is not to come.
    day: NaiveDate,
    checks: Checks,
}

impl Follows<'_> {
    async fn all(&mut self, came: &Came) -> Result<(), Failure> {
        self.learn(&came.facts).await?;
        self.give(&came.exchanges).await?;
        for (place, id) in came.completed_exchanges.iter().enumerate() {
            let step = Take {
                id: *id,
                expected_revision: None,
                step: Step::Complete(Some(self.day)),
            };
            let done = exchanges::take(self.tx, &step).await;
            self.note(done, &Path::input("completedExchangeIds").at(place))?;
        }
        for (place, id) in came.completed_check_ins.iter().enumerate() {
            let at = Path::input("completedCheckInIds").at(place);
            let found: Result<check_in::Model, _> = self.tx.find(at.clone(), *id).await;
            // Logging has completed what was planned with those who were there.
            let is_done = |it: &check_in::Model| {
                it.state == CheckInState::Done && it.interaction_id == Some(self.talk.id)
            };
            if found.as_ref().is_ok_and(is_done) {
                continue;
            }
            let complete = CompleteCheckIn {
                id: *id,
                expected_revision: None,
                interaction: Some(self.talk.id),
                on: None,
            };
            let done = cadences::complete(self.tx, &complete).await;
            self.note(done, &at)?;
        }
        for (place, id) in came.acknowledged_milestones.iter().enumerate() {
            let at = Path::input("acknowledgedMilestoneIds").at(place);
            let done = match milestones::year_near(self.tx, *id, self.day).await {
                Ok(year) => {
                    let acknowledge = Acknowledge {
                        subject: Subject::Milestone(*id),
                        year,
                        expected_revision: None,
                        state: AcknowledgementState::Acknowledged,
                        interaction: Some(self.talk.id),
                        gratitude: None,
                    };
                    milestones::acknowledge(self.tx, &acknowledge).await
                }
                Err(failure) => Err(failure),
            };
            self.note(done, &at)?;
        }
        for (place, id) in came.sent_gratitudes.iter().enumerate() {
            let step = TakeStep {
                id: *id,
                expected_revision: None,
                step: gratitude::Step::Send(Some(self.day)),
                saying: Saying {
                    interaction: Patch::Set(self.talk.id),
                    ..Saying::default()
                },
            };
            let done = gratitude::take(self.tx, &step).await;
            self.note(done, &Path::input("sentGratitudeIds").at(place))?;
        }
        let path = Path::input("askedQuestionIds");
        let asked = questions::ask_in(self.tx, (self.talk, self.people), (&path, &came.asked_questions));
        let asked = asked.await;
        self.note_as_placed(asked)?;
        let path = Path::input("toldUpdateIds");
        let told = news::tell(self.tx, self.talk.id, (&path, &came.told_updates)).await;
        self.note_as_placed(told)?;
        self.plan(came).await
    }

    /// Notes what a command refused of a part that is one id.
    fn note<T>(&mut self, done: Result<T, Failure>, at: &Path) -> Result<(), Failure> {
        match done {
            Ok(_) => {}
            Err(Failure::Rejected(problems)) => tell(&mut self.checks, problems, |_| at.clone()),
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    /// Notes what was refused where it was found.
    fn note_as_placed<T>(&mut self, done: Result<T, Failure>) -> Result<(), Failure> {
        match done {
            Ok(_) => {}
            Err(Failure::Rejected(problems)) => tell(&mut self.checks, problems, |path| path),
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    /// Whom a part is about: the only one who was there, if it does not say.
    fn whom<T>(&mut self, of: &Of<T>, at: &Path) -> Option<PersonId> {
        let mut there = self.people.iter();
        let only = there.next().filter(|_| there.next().is_none());
        let whom = of.person.or_else(|| only.copied());
        if whom.is_none() {
            let message = "say who: more than one person was there";
            self.checks.note(Code::Required, at.at("personId"), message);
        }
        whom
    }

    /// Adds what was learnt: those of one person in one change.
    async fn learn(&mut self, facts: &[Of<FactFields>]) -> Result<(), Failure> {
        let mut learnt: BTreeMap<PersonId, (Vec<usize>, Vec<FactFields>)> = BTreeMap::new();
        for (place, fact) in facts.iter().enumerate() {
            let at = Path::input("learntFacts").at(place);
            let Some(person) = self.whom(fact, &at) else {
                continue;
            };
            let noted_on = match fact.what.noted_on {
                Patch::Keep => Patch::Set(self.day.into()),
                said => said,
            };
            let (places, facts) = learnt.entry(person).or_default();
            places.push(place);
            facts.push(FactFields {
                interaction: Some(self.talk.id),
                noted_on,
                ..fact.what.clone()
            });
        }
        let (mut places, mut changes) = (Vec::new(), Vec::new());
        for (person, (of_person, add_facts)) in learnt {
            places.push(of_person);
            changes.push(UpdatePerson {
                change: Change {
                    id: person,
                    expected_revision: None,
                    fields: Draft::default(),
                },
                parts: Parts {
                    on_update: true,
                    add_facts,
                    ..Parts::default()
                },
            });
        }
        if changes.is_empty() {
            return Ok(());
        }
        let each: Vec<_> = changes.iter().map(|input| Each { input, said: None }).collect();
        let became = people::update_all(self.tx, &each).await?;
        for (places, became) in places.iter().zip(became) {
            let Err(problems) = became else { continue };
            let at = |place: Option<&usize>| {
                let path = Path::input("learntFacts");
                place.map_or(path.clone(), |place| path.at(place))
            };
            tell(&mut self.checks, problems, |path| match path.0.as_slice() {
                [_, _, place, rest @ ..] => {
                    let place = place.parse::<usize>().ok();
                    let place = place.and_then(|place| places.get(place));
                    Path(rest.to_vec()).within(&at(place))
                }
                [argument] if argument == "id" => at(places.first()).at("personId"),
                _ => at(None),
            });
        }
        Ok(())
    }

    /// Records what was given, received or promised.
    async fn give(&mut self, exchanges: &[Of<New<exchange::Model>>]) -> Result<(), Failure> {
        let (mut places, mut given) = (Vec::new(), Vec::new());
        for (place, it) in exchanges.iter().enumerate() {
            let at = Path::input("exchanges").at(place);
            let Some(person) = self.whom(it, &at) else {
                continue;
            };
            let done: Value = ExchangeState::Done.as_str().into();
            let is_done = it.what.fields.said("state") == Patch::Set(done);
            let day = if is_done {
                Patch::Set(self.day.into())
            } else {
                Patch::Keep
            };
            let fields = it.what.fields.clone();
            let fields = fields
                .with("personId", Patch::Set(person.0.into()))
                .with("interactionId", Patch::Set(self.talk.id.0.into()))
                .with("doneOn", day);
            places.push(at);
            given.push(New {
                id: it.what.id,
                fields,
            });
        }
        if given.is_empty() {
            return Ok(());
        }
        let each: Vec<_> = given.iter().map(|input| Each { input, said: None }).collect();
        let became = exchanges::record_all(self.tx, &each).await?;
        for (at, became) in places.iter().zip(became) {
            if let Err(problems) = became {
                tell(&mut self.checks, problems, |path| placed(path, at));
            }
        }
        Ok(())
    }

    /// Plans when to be in touch next.
    async fn plan(&mut self, came: &Came) -> Result<(), Failure> {
        let at = Path::input("nextCheckIn");
        let Some(next) = &came.next else { return Ok(()) };
        let Some(person) = self.whom(next, &at) else {
            return Ok(());
        };
        let new = NewCheckIn {
            id: next.what.id,
            person,
            day: next.what.day,
            channel: next.what.channel,
            note: next.what.note.clone(),
        };
        match cadences::plan(self.tx, &new).await {
            Ok(_) => {}
            Err(Failure::Rejected(problems)) => {
                tell(&mut self.checks, problems, |path| placed(path, &at));
            }
            Err(fault) => return Err(fault),
        }
        Ok(())
    }
}
