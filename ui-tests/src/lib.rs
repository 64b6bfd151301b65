//! The tests are in `messages.rs`; each folder contains the errors of one attribute. The
//! pages of `docs/errors` are compiled here.

macro_rules! pages {
    ($($name:ident $code:literal)*) => {$(
        #[doc = include_str!(concat!("../../docs/errors/", $code, ".md"))]
        #[cfg(doctest)]
        pub mod $name {}
    )*};
}

pages! {
    mc001 "MC001"
    mc002 "MC002"
    mc003 "MC003"
    mc004 "MC004"
    mc005 "MC005"
    mc006 "MC006"
    mc007 "MC007"
    mc008 "MC008"
    mc009 "MC009"
    mc010 "MC010"
    mc011 "MC011"
    mc012 "MC012"
    mc013 "MC013"
    mc014 "MC014"
    mc015 "MC015"
    mc016 "MC016"
    mc017 "MC017"
    mc018 "MC018"
    mc019 "MC019"
}
