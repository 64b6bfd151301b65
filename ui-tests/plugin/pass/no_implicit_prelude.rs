//! The expansion names everything in full.

#![no_implicit_prelude]

::microcore::app! { plugins: [bare] }

#[::microcore::plugin]
mod bare {
    use ::microcore::prelude::{Json, Result, request, response, route};
    use ::std::result::Result::Ok;
    use ::std::string::String;

    #[request]
    struct In {
        #[validate(length(min = 1))]
        name: String,
    }

    #[response]
    struct Out {
        name: String,
    }

    #[route(POST, "/echo")]
    async fn echo(body: Json<In>) -> Result<Out> {
        Ok(Out { name: body.into_inner().name })
    }
}

fn main() {}
