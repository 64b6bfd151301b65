//! Metrics of the application's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use microcore::App;
use microcore::metrics::{Collector, Encoder};

use crate::support::{META, config, request};

#[derive(Default)]
struct Sales(AtomicU64);

impl Collector for Sales {
    fn collect(&self, encoder: &mut Encoder<'_>) -> std::fmt::Result {
        let sold = [([("product", "a \"big\" pear")], self.0.load(Relaxed))];
        encoder.counter("shop_sold", "Products sold.", sold)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_adds_metrics_of_its_own() {
    let sales = Arc::new(Sales::default());
    let app = App::new(&META).plugins([]).config(config()).metrics(sales.clone());
    let running = app.start().await.unwrap();
    let to = running.addresses()[0];
    sales.0.fetch_add(3, Relaxed);
    let text = request(to, "GET", "/system/metrics", None).await.body;
    let line = r#"shop_sold_total{product="a \"big\" pear"} 3"#;
    assert!(text.lines().any(|own| own == line), "{text}");
    assert!(text.contains("\nmicrocore_deliveries_pending 0\n"), "{text}");
    running.stop().await;
}
