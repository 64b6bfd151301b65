//! The codes of the mistakes that the macros find; the whole table, with those
//! of the checks between plugins, is `microcore::check::CODES`.

/// What kind of mistake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A path leaves the plugin.
    Path,
    /// An item of a plugin is open to others.
    Open,
    /// The parameters of a path and the arguments of its handler differ.
    Parameter,
    /// A blocking call in asynchronous code.
    Blocking,
    /// A statement that cannot work on the database, or on one of the engines.
    Sql,
    /// A signature that nothing can call.
    Signature,
    /// A word of the DSL that makes no sense as it stands.
    Word,
    /// A file that is not one feature.
    File,
    /// A crate whose plugins would not run.
    Lost,
    /// A type whose form on the wire cannot be known.
    Wire,
    /// An event that is published inside a transaction, and not with it.
    Transaction,
}

impl Code {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Path,
        Self::Open,
        Self::Parameter,
        Self::Blocking,
        Self::Sql,
        Self::Signature,
        Self::Word,
        Self::File,
        Self::Lost,
        Self::Wire,
        Self::Transaction,
    ];

    /// The code, `MC001`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "MC001",
            Self::Open => "MC002",
            Self::Parameter => "MC004",
            Self::Blocking => "MC010",
            Self::Sql => "MC011",
            Self::Signature => "MC012",
            Self::Word => "MC013",
            Self::File => "MC014",
            Self::Lost => "MC015",
            Self::Wire => "MC016",
            Self::Transaction => "MC017",
        }
    }
}
