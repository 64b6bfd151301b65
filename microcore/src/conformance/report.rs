//! The result of a suite.

use std::fmt;

use microcore_core::call::catch_panic;

/// The result of a suite, case by case.
#[derive(Clone, Debug)]
#[must_use = "a report may hold failures"]
pub struct Report {
    /// What was tested against the contract.
    pub subject: String,
    /// Every case that was run.
    pub cases: Vec<Case>,
}

/// One rule of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The rule, as a sentence.
    pub name: &'static str,
    /// How it was violated, if it was.
    pub failure: Option<String>,
}

impl Report {
    pub(super) fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), cases: Vec::new() }
    }

    /// Runs a case; a panic in it is its failure.
    pub(super) async fn case(
        &mut self,
        name: &'static str,
        case: impl Future<Output = Result<(), Failure>>,
    ) {
        let failure = match catch_panic(case).await {
            Ok(Ok(())) => None,
            Ok(Err(Failure(text))) => Some(text),
            Err(panic) => Some(panic.to_string()),
        };
        self.cases.push(Case { name, failure });
    }

    /// Whether every rule holds.
    pub fn passed(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The rules that do not hold.
    pub fn failures(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.failure.is_some())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.failures().count();
        write!(f, "{}: {} of {} cases failed", self.subject, failed, self.cases.len())?;
        for case in self.failures() {
            write!(f, "\n  {}: {}", case.name, case.failure.as_deref().unwrap_or_default())?;
        }
        Ok(())
    }
}

/// Why a case failed.
pub(super) struct Failure(pub(super) String);

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        Self(format!("{error:?}"))
    }
}

/// Fails the case unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {{
        let holds: bool = $condition;
        if !holds {
            return Err($crate::conformance::report::Failure(format!($($message)+)));
        }
    }};
}

/// Fails the case unless both sides are equal.
macro_rules! ensure_eq {
    ($left:expr, $right:expr) => {{
        let (left, right) = (&$left, &$right);
        if *left != *right {
            return Err($crate::conformance::report::Failure(format!(
                "{} is {left:?}, expected {right:?}",
                stringify!($left)
            )));
        }
    }};
}

pub(super) use {ensure, ensure_eq};

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_violation_and_a_panic_are_failed_cases_with_their_name() {
        let mut report = Report::new("something");
        report.case("holds", async { Ok(()) }).await;
        report
            .case("counts", async {
                ensure_eq!(1 + 1, 3);
                Ok(())
            })
            .await;
        report.case("does not panic", async { panic!("on purpose") }).await;
        assert!(!report.passed());
        assert_eq!(
            report.to_string(),
            "something: 2 of 3 cases failed\n  counts: 1 + 1 is 2, expected 3\n  \
             does not panic: panicked: on purpose"
        );
    }
}
