//! The pages whose Rust is compiled and run as doctests.

macro_rules! pages {
    ($($name:ident: $path:literal,)*) => {$(
        #[doc = include_str!(concat!("../../..", $path))]
        pub mod $name {}
    )*};
}

pages! {
    readme: "/README.md",
}
