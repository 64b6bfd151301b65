//! The data that both servers serve.

use std::sync::{PoisonError, RwLock};

/// A user as it is kept.
#[derive(Clone, Debug)]
pub struct User {
    /// Its place in the store, from 1.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: String,
}

/// Users in memory; seven to begin with.
#[derive(Debug)]
pub struct Store(RwLock<Vec<User>>);

impl Default for Store {
    fn default() -> Self {
        let store = Self(RwLock::default());
        for number in 1..=7 {
            store.add(format!("User {number}"), format!("user{number}@example.com"));
        }
        store
    }
}

impl Store {
    /// The user with that id.
    pub fn get(&self, id: i64) -> Option<User> {
        let users = self.0.read().unwrap_or_else(PoisonError::into_inner);
        users.get(usize::try_from(id).ok()?.checked_sub(1)?).cloned()
    }

    /// Keeps a new user.
    pub fn add(&self, name: String, email: String) -> User {
        let mut users = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let user = User { id: users.len() as i64 + 1, name, email };
        users.push(user.clone());
        user
    }
}
