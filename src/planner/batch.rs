//! Many questions at once: what they share is made once, answers come in the order of the questions.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::groups::{Group, Groups};
use super::{Error, Planner, Question};
use crate::metric::ObjectiveValue;
use crate::route::Route;

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done {
    /// Questions answered so far, those without a route and those that cannot be asked included.
    pub answered: usize,
    /// All questions of the batch.
    pub of: usize,
}

type Report = dyn Fn(Done) + Send + Sync;

/// What is called while a batch runs, and what ends it early.
///
/// Cheap to clone; clones share both.
#[derive(Clone, Default)]
#[must_use]
pub struct Progress {
    report: Option<Arc<Report>>,
    cancelled: Option<Arc<AtomicBool>>,
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("reports", &self.report.is_some())
            .field("cancelled", &self.is_cancelled())
            .finish()
    }
}

impl Progress {
    /// Nothing is called, and nothing ends the batch early.
    pub fn none() -> Self {
        Self::default()
    }

    /// Calls a function after some questions, at least once for every 64 of one group and at the end. It is
    /// called from any thread and holds up the thread that calls it; counts may come out of order.
    pub fn report(mut self, report: impl Fn(Done) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Ends the batch once the flag is set, from any thread: what is not answered by then is
    /// [`Error::Cancelled`].
    pub fn cancelled_by(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancelled = Some(flag);
        self
    }

    /// Says that so many of a batch are answered.
    pub(super) fn tell(&self, answered: usize, of: usize) {
        if let Some(report) = &self.report {
            report(Done { answered, of });
        }
    }

    /// Whether what is not answered yet will not be.
    pub(crate) fn is_cancelled(&self) -> bool {
        let set = |flag: &Arc<AtomicBool>| flag.load(Ordering::Relaxed);
        self.cancelled.as_ref().is_some_and(set)
    }
}

/// Answers in the order of the questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers<T> {
    rows: Vec<T>,
    groups: usize,
}

impl<T> Answers<T> {
    /// One for each question, in their order.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The same, owned.
    #[must_use]
    pub fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// How many groups of questions with the same rules, shipment and objective there were: prices,
    /// verdicts, weights and hierarchies are made once for each.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups
    }
}

impl<T> IntoIterator for Answers<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl Planner {
    /// The best route for each question, verified, or why there is none: the same as
    /// [`Planner::best`] for each alone. A question that cannot be asked spoils its own row only.
    ///
    /// On all cores with the feature `rayon`, on the caller's thread without it; the answers are the same.
    /// Keeps every route until the end, some ten kilobytes each: [`Planner::answer_each`] keeps less.
    /// Nothing stays with the planner afterwards.
    ///
    /// ```
    /// use trade_corridor::planner::{Progress, Question};
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let to = ["Istanbul", "Atlantis", "Vienna"];
    /// let questions = to.map(|to| Question::new(Request::new("Almaty", to), Objective::Cost));
    /// let answers = planner.answer_all(&questions, &Progress::none());
    /// assert_eq!(answers.groups(), 1);
    /// let found: Vec<bool> = answers.rows().iter().map(Result::is_ok).collect();
    /// assert_eq!(found, [true, false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn answer_all(
        &self,
        questions: &[Question],
        progress: &Progress,
    ) -> Answers<Result<Route, Error>> {
        self.answer_each(questions, progress, |_, answer| answer)
    }

    /// The same, where only what `keep` makes of each answer is kept. It is given the position of the
    /// question and called once for each, on any thread and in any order.
    #[must_use]
    pub fn answer_each<T: Send>(
        &self,
        questions: &[Question],
        progress: &Progress,
        keep: impl Fn(usize, Result<Route, Error>) -> T + Sync,
    ) -> Answers<T> {
        run(questions, progress, |group, row| {
            keep(row, self.route_of(group, &questions[row]))
        })
    }

    /// The least of each question's objective, by the hierarchy of its group: quicker than routes, and
    /// without a check. Why no way leads there under the rules is not looked for
    /// ([`Reason::Unexamined`](super::Reason::Unexamined)); rules on whole routes are refused row by row
    /// as [`Planner::prepare`] refuses them.
    #[must_use]
    pub fn least_of_all(
        &self,
        questions: &[Question],
        progress: &Progress,
    ) -> Answers<Result<ObjectiveValue, Error>> {
        run(questions, progress, |group, row| {
            self.least_of(group, &questions[row])
        })
    }

    fn route_of(
        &self,
        group: Result<&Group<'_>, Error>,
        question: &Question,
    ) -> Result<Route, Error> {
        let case = group?.case(self, &question.request)?;
        self.answer(&case, &question.request, &question.objective)
    }

    fn least_of(
        &self,
        group: Result<&Group<'_>, Error>,
        question: &Question,
    ) -> Result<ObjectiveValue, Error> {
        let case = group?.case(self, &question.request)?;
        let least = case.least(self, &question.objective, (case.from, case.to))?;
        let unexamined = || self.no_route(case.from, case.to, super::Reason::Unexamined);
        let least = least.ok_or_else(unexamined)?;
        Ok(question.objective.value(least))
    }
}

/// Runs over all questions, by group; those after a cancellation are answered with it.
fn run<T: Send>(
    questions: &[Question],
    progress: &Progress,
    answer: impl Fn(Result<&Group<'_>, Error>, usize) -> T + Sync,
) -> Answers<T> {
    let groups = Groups::of(questions);
    let answered = AtomicUsize::new(0);
    let of = questions.len();
    let work = |group: &Group<'_>, rows: &[usize]| -> Vec<(usize, T)> {
        let of_row = |row: &usize| {
            let asked = if progress.is_cancelled() {
                Err(Error::Cancelled)
            } else {
                Ok(group)
            };
            (*row, answer(asked, *row))
        };
        let found = rows.iter().map(of_row).collect();
        group.finish(rows.len());
        let answered = answered.fetch_add(rows.len(), Ordering::Relaxed) + rows.len();
        progress.tell(answered, of);
        found
    };
    let mut rows: Vec<Option<T>> = Vec::new();
    rows.resize_with(of, || None);
    for (row, found) in groups.each(work).into_iter().flatten() {
        rows[row] = Some(found);
    }
    Answers {
        // Every row is in exactly one group.
        rows: rows.into_iter().flatten().collect(),
        groups: groups.len(),
    }
}
