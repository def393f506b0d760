use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::{Date, date};

use super::answer::{AnswerDocument, Asked};
use super::choice::Choice;
use super::request::RequestDocument;
use crate::network::Network;
use crate::planner::{Error, Planner, Progress, Question};
use crate::scenario::Scenario;

/// Answers questions about one network, each on its day and under its scenario.
///
/// Keeps the planners of the worlds that were asked about last, so that a repeated world costs nothing; shared by
/// reference, threads wait for each other only where both ask for a world that is being made.
#[derive(Debug)]
pub struct Planners {
    network: Network,
    usual: Scenario,
    most: usize,
    kept: Mutex<Vec<World>>,
}

/// A world, and its planner once that is made.
#[derive(Clone, Debug)]
struct World {
    scenario: Scenario,
    planner: Arc<OnceLock<Result<Planner, Error>>>,
}

impl Planners {
    /// How many worlds are kept unless set otherwise.
    pub const MOST: usize = 4;

    /// The day that questions without one are asked on where the tables have none.
    const USUAL_DAY: Date = date(2026, 11, 22);

    /// Answers about a network; questions without a day are asked on that of its tables.
    #[must_use]
    pub fn new(network: Network) -> Self {
        Self {
            usual: Scenario::on(network.as_of().unwrap_or(Self::USUAL_DAY)),
            network,
            most: Self::MOST,
            kept: Mutex::default(),
        }
    }

    /// The same keeping the planners of so many worlds, at least one.
    #[must_use]
    pub fn keeping(mut self, most: usize) -> Self {
        self.most = most.max(1);
        self
    }

    /// The same for another scenario, and its day, of questions without one.
    #[must_use]
    pub fn with_scenario(mut self, usual: &Scenario) -> Self {
        self.usual = usual.clone();
        self
    }

    /// The network.
    #[must_use]
    pub const fn network(&self) -> &Network {
        &self.network
    }

    /// The day that questions without one are asked on.
    #[must_use]
    pub fn day(&self) -> Date {
        self.usual.day()
    }

    /// The planner of a world: a kept one, or a new one.
    ///
    /// # Errors
    /// As [`Planner::new`].
    pub fn planner(&self, scenario: &Scenario) -> Result<Planner, Error> {
        let world = self.world(scenario);
        let made = world
            .planner
            .get_or_init(|| Planner::new(&self.network, scenario));
        if made.is_err() {
            self.lock().retain(|kept| kept.scenario != *scenario);
        }
        made.clone()
    }

    /// The world at the end of the list, so that it is kept longest.
    fn world(&self, scenario: &Scenario) -> World {
        let mut kept = self.lock();
        let at = kept.iter().position(|world| world.scenario == *scenario);
        let world = match at {
            Some(at) => kept.remove(at),
            None => World {
                scenario: scenario.clone(),
                planner: Arc::default(),
            },
        };
        if kept.len() >= self.most {
            kept.remove(0);
        }
        kept.push(world.clone());
        world
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<World>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The best route for a question, or why there is none, or what is wrong with it.
    #[must_use]
    pub fn answer(&self, document: &RequestDocument) -> AnswerDocument {
        let mut answers = self.answer_all(std::slice::from_ref(document), &Progress::none());
        answers.pop().unwrap_or_else(|| {
            let error = Error::Cancelled;
            AnswerDocument::refused(document.id.clone(), &error)
        })
    }

    /// The same for many at once, in their order: questions of one world go to its planner together, see
    /// [`Planner::answer_each`].
    #[must_use]
    pub fn answer_all(
        &self,
        documents: &[RequestDocument],
        progress: &Progress,
    ) -> Vec<AnswerDocument> {
        let mut answers: Vec<Option<AnswerDocument>> = Vec::new();
        answers.resize_with(documents.len(), || None);
        let mut worlds: Vec<(Scenario, Vec<usize>)> = Vec::new();
        let mut known: BTreeMap<(Option<Date>, &str), usize> = BTreeMap::new();
        for (row, document) in documents.iter().enumerate() {
            let plain = (document.on, document.scenario_name());
            let by_name = !matches!(document.scenario, Some(Choice::Given(_)));
            if let Some(world) = known.get(&plain).filter(|_| by_name) {
                worlds[*world].1.push(row);
                continue;
            }
            match document.scenario_or(&self.usual) {
                Err(error) => answers[row] = Some(refused(document, &error.into())),
                Ok(scenario) => {
                    let at = worlds.iter().position(|(world, _)| *world == scenario);
                    let at = at.unwrap_or_else(|| {
                        worlds.push((scenario, Vec::new()));
                        worlds.len() - 1
                    });
                    worlds[at].1.push(row);
                    if by_name {
                        known.insert(plain, at);
                    }
                }
            }
        }
        for (scenario, rows) in worlds {
            self.answer_world(&scenario, &rows, documents, progress, &mut answers);
        }
        answers.into_iter().flatten().collect()
    }

    /// The same for rows of which some are no requests: those keep the answer that they have.
    #[must_use]
    pub fn answer_rows(
        &self,
        rows: impl IntoIterator<Item = Result<RequestDocument, Box<AnswerDocument>>>,
        progress: &Progress,
    ) -> Vec<AnswerDocument> {
        let (mut asked, mut kept) = (Vec::new(), Vec::new());
        for row in rows {
            kept.push(match row {
                Ok(request) => {
                    asked.push(request);
                    None
                }
                Err(refused) => Some(refused),
            });
        }
        // One answer for each request.
        let mut found = self.answer_all(&asked, progress).into_iter();
        let rows = kept.into_iter();
        rows.filter_map(|row| row.map(|refused| *refused).or_else(|| found.next()))
            .collect()
    }

    /// Answers the rows of one world.
    fn answer_world(
        &self,
        scenario: &Scenario,
        rows: &[usize],
        documents: &[RequestDocument],
        progress: &Progress,
        answers: &mut [Option<AnswerDocument>],
    ) {
        let made = if progress.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            self.planner(scenario)
        };
        let planner = match made {
            Ok(planner) => planner,
            Err(error) => {
                for row in rows {
                    answers[*row] = Some(refused(&documents[*row], &error));
                }
                return;
            }
        };
        let mut asked: Vec<(usize, Question)> = Vec::new();
        for row in rows {
            match documents[*row].question(&self.network) {
                Ok(question) => asked.push((*row, question)),
                Err(error) => answers[*row] = Some(refused(&documents[*row], &error)),
            }
        }
        let questions: Vec<Question> = asked.iter().map(|(_, question)| question.clone()).collect();
        let found = planner.answer_each(&questions, progress, |at, answer| {
            let (row, question) = &asked[at];
            let document = &documents[*row];
            let named = document.scenario.as_ref().map(|_| document.scenario_name());
            let (scenario, policy) = (named.unwrap_or(self.usual.name()), document.policy_name());
            let asked = Asked::of(question, planner.world().day(), scenario, policy);
            AnswerDocument::of(asked, answer.as_ref(), &self.network, &document.include)
                .marked(document.id.clone())
        });
        for ((row, _), answer) in asked.iter().zip(found) {
            answers[*row] = Some(answer);
        }
    }
}

fn refused(document: &RequestDocument, error: &Error) -> AnswerDocument {
    AnswerDocument::refused(document.id.clone(), error)
}
