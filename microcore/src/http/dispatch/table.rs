//! Finds the endpoint of a request, at a cost that does not grow with the
//! number of endpoints: one radix tree for each method.

use actix_web::http::Method;
use matchit::{InsertError, Router};
use microcore_syntax::method::{METHODS, is_method};

use crate::http::Params;
use crate::http::path::{Pattern, normalize, numbered};

/// The endpoints of an application, by method and path.
#[derive(Default)]
pub(super) struct Table {
    methods: Vec<(Method, Router<usize>)>,
}

/// What is at a path.
pub(super) enum RouteMatch {
    /// This endpoint.
    Endpoint(usize, Params),
    /// Something, with other methods.
    Methods(Vec<Method>),
    /// Nothing.
    Nothing,
}

/// Why an endpoint is not added.
#[derive(Debug)]
pub(super) enum AddError {
    /// The endpoint with this number matches the same requests.
    Conflict(usize),
    /// Its method or its path is invalid, for this reason.
    Invalid(String),
}

impl Table {
    /// Adds endpoint number `index`.
    pub(super) fn add(
        &mut self,
        method: &str,
        pattern: &Pattern<'_>,
        index: usize,
    ) -> Result<(), AddError> {
        let method = Some(method).filter(|method| is_method(method)).map(str::as_bytes);
        let method = method.and_then(|method| Method::from_bytes(method).ok());
        let method = method.ok_or_else(|| {
            AddError::Invalid(format!("its method is none of {}", METHODS.join(", ")))
        })?;
        let at = match self.methods.iter().position(|(known, _)| *known == method) {
            Some(at) => at,
            None => {
                self.methods.push((method, Router::new()));
                self.methods.len() - 1
            }
        };
        let (_, router) = &mut self.methods[at];
        let Err(error) = router.insert(numbered(pattern), index) else { return Ok(()) };
        // As a request path, a pattern finds its own endpoint: a literal has no braces.
        let with = match &error {
            InsertError::Conflict { with } => router.at(with).ok().map(|found| *found.value),
            _ => None,
        };
        Err(with.map_or_else(|| AddError::Invalid(error.to_string()), AddError::Conflict))
    }

    /// The endpoint that answers the method at the path.
    pub(super) fn find(&self, method: &Method, path: &str) -> RouteMatch {
        let path = normalize(path);
        if let Some(found) = self.at(method, &path) {
            return found;
        }
        if method == Method::HEAD
            && let Some(found) = self.at(&Method::GET, &path)
        {
            return found;
        }
        self.others(method, &path)
    }

    fn at(&self, method: &Method, path: &str) -> Option<RouteMatch> {
        let (_, router) = self.methods.iter().find(|(known, _)| known == method)?;
        let found = router.at(path).ok()?;
        let params = match found.params.is_empty() {
            true => Params::default(),
            false => Params::found(path, found.params.iter().map(|(_, value)| value)),
        };
        Some(RouteMatch::Endpoint(*found.value, params))
    }

    /// What other methods there are; `method` was tried already.
    #[cold]
    fn others(&self, method: &Method, path: &str) -> RouteMatch {
        let mut methods: Vec<Method> = self
            .methods
            .iter()
            .filter(|(known, router)| known != method && router.at(path).is_ok())
            .map(|(known, _)| known.clone())
            .collect();
        if methods.is_empty() {
            return RouteMatch::Nothing;
        }
        if methods.contains(&Method::GET) && !methods.contains(&Method::HEAD) {
            methods.push(Method::HEAD);
        }
        if !methods.contains(&Method::OPTIONS) {
            methods.push(Method::OPTIONS);
        }
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        RouteMatch::Methods(methods)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(routes: &[(&str, &str)]) -> Table {
        let mut table = Table::default();
        for (index, (method, path)) in routes.iter().enumerate() {
            table.add(method, &Pattern::parse(path).unwrap(), index).unwrap();
        }
        table
    }

    fn endpoint(table: &Table, method: Method, path: &str) -> Option<(usize, Vec<String>)> {
        match table.find(&method, path) {
            RouteMatch::Endpoint(index, params) => {
                let values = (0..params.len()).filter_map(|at| params.value(at));
                Some((index, values.map(std::borrow::Cow::into_owned).collect()))
            }
            RouteMatch::Methods(_) | RouteMatch::Nothing => None,
        }
    }

    #[test]
    fn a_parameter_may_have_another_name_on_every_route() {
        let table = table(&[
            ("GET", "/users/{id}"),
            ("GET", "/users/{user}/posts/{post}"),
            ("GET", "/users/me"),
            ("GET", "/users/{user}/files/{*path}"),
        ]);
        let find = |path| endpoint(&table, Method::GET, path);
        assert_eq!(find("/users/7"), Some((0, vec!["7".to_owned()])));
        assert_eq!(find("/users/7/posts/a%20b"), Some((1, vec!["7".to_owned(), "a b".to_owned()])));
        assert_eq!(find("/users/me"), Some((2, vec![])));
        assert_eq!(find("/users/me/posts/1"), Some((1, vec!["me".to_owned(), "1".to_owned()])));
        assert_eq!(find("/users/7/files/a/b"), Some((3, vec!["7".to_owned(), "a/b".to_owned()])));
        assert_eq!(find("/users"), None);
        assert_eq!(find("/users/7/"), None);
    }

    #[test]
    fn an_encoded_slash_ends_no_segment_and_an_encoded_letter_is_the_letter() {
        let table = table(&[("GET", "/users/{id}")]);
        let find = |path| endpoint(&table, Method::GET, path);
        assert_eq!(find("/users/a%2Fb"), Some((0, vec!["a/b".to_owned()])));
        assert_eq!(find("/%75sers/1"), Some((0, vec!["1".to_owned()])));
    }

    #[test]
    fn a_static_path_hides_no_other_method_of_a_parameter() {
        let table = table(&[("POST", "/users/me"), ("GET", "/users/{id}")]);
        assert_eq!(endpoint(&table, Method::GET, "/users/me"), Some((1, vec!["me".to_owned()])));
    }

    #[test]
    fn head_is_answered_by_get_and_other_methods_are_listed() {
        let table = table(&[("GET", "/a"), ("POST", "/a")]);
        assert_eq!(endpoint(&table, Method::HEAD, "/a"), Some((0, vec![])));
        let RouteMatch::Methods(methods) = table.find(&Method::PUT, "/a") else { unreachable!() };
        assert_eq!(methods, [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST]);
        assert!(matches!(table.find(&Method::PUT, "/b"), RouteMatch::Nothing));
    }

    #[test]
    fn two_endpoints_at_one_path_are_refused() {
        let mut table = table(&[("GET", "/u/{id}")]);
        let other = Pattern::parse("/u/{name}").unwrap();
        assert!(matches!(table.add("GET", &other, 1), Err(AddError::Conflict(0))));
        assert!(table.add("PUT", &other, 1).is_ok());
    }

    #[test]
    fn a_refused_endpoint_names_the_one_that_it_conflicts_with() {
        let paths = ["/a", "/a/{id}", "/a/{id}/b", "/a/b/{x}", "/f/{*rest}", "/f/b"];
        let routes: Vec<_> = paths.iter().map(|path| ("GET", *path)).collect();
        let mut table = table(&routes);
        let others = ["/a", "/a/{x}", "/a/{x}/b", "/a/b/{y}", "/f/{*x}", "/f/b"];
        for (index, path) in others.iter().enumerate() {
            let refused = table.add("GET", &Pattern::parse(path).unwrap(), 9);
            assert!(
                matches!(refused, Err(AddError::Conflict(with)) if with == index),
                "{path}: {refused:?}"
            );
        }
        let parameter = table.add("GET", &Pattern::parse("/f/{x}").unwrap(), 9);
        assert!(matches!(parameter, Err(AddError::Conflict(4))), "{parameter:?}");
    }

    #[test]
    fn a_method_that_no_route_can_have_is_refused() {
        let path = Pattern::parse("/u").unwrap();
        for method in ["get", "TRACE", "G T", ""] {
            assert!(Table::default().add(method, &path, 0).is_err(), "{method}");
        }
    }

    /// Whether the server would serve a plugin's route at this path.
    fn server_takes(path: &str) -> bool {
        Pattern::of_plugin(path)
            .is_ok_and(|pattern| Table::default().add("GET", &pattern, 0).is_ok())
    }

    /// Whether `#[route]` takes this path.
    fn macro_takes(path: &str) -> bool {
        let module = format!("mod m {{ #[route(GET, {path:?})] async fn f() -> Result<()> {{}} }}");
        let expanded =
            microcore_expand::plugin(Default::default(), module.parse().unwrap()).to_string();
        // A parameter that no argument takes is another mistake.
        !expanded.contains("MC013")
    }

    #[test]
    fn the_macro_takes_the_same_paths_as_the_server() {
        for (path, right) in [
            ("/", true),
            ("/a/{id}/{*rest}", true),
            ("/a*b", true),
            ("/grüße", false),
            ("/a|b", false),
            ("/a<b>", false),
            ("/:id", false),
            ("/system/live", false),
            ("/{*rest}/a", false),
            ("/{a}/{a}", false),
            ("/a/", false),
        ] {
            assert_eq!((macro_takes(path), server_takes(path)), (right, right), "{path}");
        }
    }

    proptest! {
        #[test]
        fn the_macro_takes_a_wild_path_exactly_when_the_server_does(
            path in prop_oneof!["\\PC*", "/?([a-z{}*:<>|ü%/]|\\{\\*?[a-z1]\\}|/system){0,8}"]
        ) {
            prop_assert_eq!(macro_takes(&path), server_takes(&path), "{}", path);
        }
    }
}
