//! The requests that are measured.

/// One kind of request, and what it must be answered with.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// As the table shows it.
    pub name: &'static str,
    /// `GET`, `POST`.
    pub method: &'static str,
    /// With the query string.
    pub path: &'static str,
    /// Empty where there is none.
    pub body: &'static str,
    /// The status that both servers must answer with.
    pub status: u16,
    /// How many further routes the servers have.
    pub routes: usize,
    /// How many times the twin's instructions it may take.
    pub goal: f64,
}

/// Further routes, where the cost of many is measured.
pub const MANY: usize = 500;

/// The path of further route number `number`, with a parameter.
pub fn feature_path(number: usize) -> String {
    format!("/feature{number}/items/{{id}}")
}

/// Every kind.
pub const KINDS: [Kind; 6] = [
    Kind {
        name: "GET /ping",
        method: "GET",
        path: "/ping",
        body: "",
        status: 200,
        routes: 0,
        goal: 1.0,
    },
    Kind {
        name: "GET /users/{id}?verbose=true",
        method: "GET",
        path: "/users/7?verbose=true",
        body: "",
        status: 200,
        routes: 0,
        goal: 1.0,
    },
    Kind {
        name: "POST /users, valid",
        method: "POST",
        path: "/users",
        body: r#"{"name":"Ada Lovelace","email":"ada@example.com","password":"correct horse"}"#,
        status: 201,
        routes: 0,
        goal: 1.0,
    },
    Kind {
        name: "POST /users, 3 invalid fields",
        method: "POST",
        path: "/users",
        body: r#"{"name":"","email":"ada at example","password":"short"}"#,
        status: 422,
        routes: 0,
        goal: 0.8,
    },
    Kind {
        name: "the last of 500 routes",
        method: "GET",
        path: "/feature499/items/7",
        body: "",
        status: 200,
        routes: MANY,
        goal: 0.03,
    },
    Kind {
        name: "404 among 500 routes",
        method: "GET",
        path: "/nothing/items/7",
        body: "",
        status: 404,
        routes: MANY,
        goal: 0.06,
    },
];

impl Kind {
    /// The request as it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { method, path, body, .. } = self;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept: */*\r\n"
        );
        if !body.is_empty() {
            let length = body.len();
            head += &format!("content-type: application/json\r\ncontent-length: {length}\r\n");
        }
        format!("{head}\r\n{body}").into_bytes()
    }

    /// The script that makes `wrk` send it.
    pub fn wrk_script(&self) -> String {
        let Self { method, path, body, .. } = self;
        format!(
            "wrk.method = \"{method}\"\nwrk.path = \"{path}\"\n\
             wrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [[{body}]]\n"
        )
    }
}
