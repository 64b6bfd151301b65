//! A diagnostic that can be built in a constant.

use microcore_syntax::Code;

use super::text::{Buffer, Text};
use crate::diagnostic::Diagnostic;
use crate::location::SourceLocation;

/// What a check found: [`Diagnostic`] without allocation.
#[derive(Clone, Copy)]
pub(crate) struct ConstDiagnostic {
    code: Code,
    message: Text,
    labels: [Option<(SourceLocation, &'static str)>; 2],
    help: [Option<Text>; 2],
}

impl ConstDiagnostic {
    /// A diagnostic without labels and help.
    pub(crate) const fn new(code: Code, message: Text) -> Self {
        Self { code, message, labels: [None; 2], help: [None; 2] }
    }

    /// Adds a label: a source location and a text about it.
    #[must_use]
    pub(crate) const fn label(mut self, location: SourceLocation, text: &'static str) -> Self {
        let at = if self.labels[0].is_none() { 0 } else { 1 };
        self.labels[at] = Some((location, text));
        self
    }

    /// Adds a help line: a way to fix it.
    #[must_use]
    pub(crate) const fn help(mut self, text: Text) -> Self {
        let at = if self.help[0].is_none() { 0 } else { 1 };
        self.help[at] = Some(text);
        self
    }

    /// As rustc shows the panic of a constant: the message, the labels and the help, each
    /// on a line of its own.
    pub(crate) const fn render(&self) -> Buffer<3072> {
        let mut rendered =
            Buffer::new().add(self.code.as_str()).add(": ").add(self.message.as_str());
        let mut at = 0;
        while at < self.labels.len() {
            if let Some((location, text)) = &self.labels[at] {
                rendered = rendered.add("\n  ").location(location).add(": ").add(text);
            }
            at += 1;
        }
        let mut at = 0;
        while at < self.help.len() {
            if let Some(text) = &self.help[at] {
                rendered = rendered.add("\nhelp: ").add(text.as_str());
            }
            at += 1;
        }
        rendered
    }
}

impl From<ConstDiagnostic> for Diagnostic {
    fn from(diagnostic: ConstDiagnostic) -> Self {
        let ConstDiagnostic { code, message, labels, help } = diagnostic;
        let mut owned = Self::new(message.as_str()).code(code);
        for (location, text) in labels.into_iter().flatten() {
            owned = owned.label(location, text);
        }
        for text in help.into_iter().flatten() {
            owned = owned.help(text.as_str().to_owned());
        }
        owned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCATION: SourceLocation = SourceLocation { file: "a.rs", line: 7, column: 3 };

    const fn diagnostic() -> ConstDiagnostic {
        ConstDiagnostic::new(Code::DuplicateRoute, Text::new().add("one and ").quote("two"))
            .label(LOCATION, "one")
            .label(LOCATION, "two")
            .help(Text::new().add("remove one"))
            .help(Text::new().add("or two"))
    }

    #[test]
    fn each_part_is_a_line_of_what_rustc_shows() {
        const RENDERED: Buffer<3072> = diagnostic().render();
        let text = "MC003: one and `two`\n  a.rs:7: one\n  a.rs:7: two\n\
                    help: remove one\nhelp: or two";
        assert_eq!(RENDERED.as_str(), text);
    }

    #[test]
    fn the_owned_diagnostic_has_the_same_parts() {
        let expected = Diagnostic::new("one and `two`")
            .code(Code::DuplicateRoute)
            .label(LOCATION, "one")
            .label(LOCATION, "two")
            .help("remove one")
            .help("or two");
        assert_eq!(Diagnostic::from(diagnostic()), expected);
    }
}
