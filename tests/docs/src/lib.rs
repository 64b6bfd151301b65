//! A small library that lends books: the application that the guide quotes.

#[cfg(doctest)]
mod snippets;
mod tools;

microcore::app! {
    domains: "src/domains",
    tools: [tools::LetterBox],
}
