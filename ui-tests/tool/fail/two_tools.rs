//! A capability that two tools provide must name both.

microcore::app! { plugins: [mail], tools: [A, B] }

use microcore::Result;

#[microcore::tool]
pub trait Mailer {
    async fn send(&self) -> Result<()>;
}

#[derive(Default)]
pub struct A;

#[derive(Default)]
pub struct B;

#[microcore::provides]
impl Mailer for A {
    async fn send(&self) -> Result<()> {
        Ok(())
    }
}

#[microcore::provides]
impl Mailer for B {
    async fn send(&self) -> Result<()> {
        Ok(())
    }
}

#[microcore::plugin]
mod mail {
    use microcore::prelude::*;

    use crate::Mailer;

    #[on_start]
    async fn start(mailer: Tool<dyn Mailer>) -> Result<()> {
        mailer.send().await
    }
}

fn main() {}
