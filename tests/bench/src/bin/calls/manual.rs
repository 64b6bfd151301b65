//! The baseline without the framework.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use microcore::Result;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row, SqlitePool};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::Handled;

/// What is handed over.
#[derive(Serialize, Deserialize)]
pub(crate) struct Post {
    pub id: u64,
    pub title: String,
    pub tags: Vec<String>,
}

impl Post {
    pub(crate) fn number(id: u64) -> Self {
        let tags = vec!["rust".to_owned(), "plugins".to_owned()];
        Self { id, title: "One module is one feature".to_owned(), tags }
    }
}

/// A task that handles JSON from a channel.
pub(crate) struct Listener {
    sender: mpsc::Sender<String>,
    handled: Arc<Handled>,
}

impl Listener {
    pub(crate) fn start(count: u64) -> Self {
        let (sender, mut receiver) = mpsc::channel::<String>(1024);
        let handled = Arc::new(Handled::new());
        let counted = handled.clone();
        tokio::spawn(async move {
            while let Some(json) = receiver.recv().await {
                if let Ok(post) = serde_json::from_str::<Post>(&json) {
                    std::hint::black_box((post.id, post.title, post.tags));
                    counted.one(count);
                }
            }
        });
        Self { sender, handled }
    }

    pub(crate) async fn send(&self, post: &Post) -> Result<()> {
        Ok(self.sender.send(serde_json::to_string(post)?).await?)
    }

    pub(crate) async fn all_handled(&self) {
        self.handled.all.notified().await;
    }
}

/// A database with posts and an outbox, opened as the framework opens its own.
pub(crate) struct Database {
    pool: SqlitePool,
    _folder: tempfile::TempDir,
}

#[derive(Serialize)]
struct Envelope<'a> {
    id: Uuid,
    name: &'a str,
    time: DateTime<Utc>,
    publisher: &'a str,
    payload: Written<'a>,
}

#[derive(Serialize)]
struct Written<'a> {
    id: i64,
    title: &'a str,
}

impl Database {
    pub(crate) const POSTS: &'static str =
        "CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL)";

    const OUTBOX: &'static str = "CREATE TABLE outbox (id UUID PRIMARY KEY, name TEXT NOT NULL, \
         order_key TEXT, due BIGINT NOT NULL, envelope TEXT NOT NULL, claimed_until BIGINT NOT NULL)";

    pub(crate) async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("manual.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(Self::POSTS).execute(&pool).await?;
        sqlx::query(Self::OUTBOX).execute(&pool).await?;
        Ok(Self { pool, _folder: folder })
    }

    pub(crate) async fn write(&self, title: &str) -> Result<()> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let id: i64 = sqlx::query("INSERT INTO posts (title) VALUES ($1) RETURNING id")
            .bind(title)
            .fetch_one(&mut *tx)
            .await?
            .try_get(0)?;
        let (event, time) = (Uuid::now_v7(), Utc::now());
        let payload = Written { id, title };
        let envelope =
            Envelope { id: event, name: "post.written", time, publisher: "posts", payload };
        let sql = "INSERT INTO outbox (id, name, order_key, due, envelope, claimed_until) \
                   VALUES ($1, $2, $3, $4, $5, 0)";
        sqlx::query(sql)
            .bind(event.to_string())
            .bind("post.written")
            .bind(None::<&str>)
            .bind(time.timestamp_millis())
            .bind(serde_json::to_string(&envelope)?)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}
