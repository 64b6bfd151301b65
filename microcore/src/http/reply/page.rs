//! `Page`: a page of a list.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Body, json, status};
use crate::data::Response;
use microcore_core::error::Result;
use microcore_core::meta::{ReplyMeta, RouteMeta};
use microcore_core::schema::{Field, Schema, Shape, StructShape};

/// One page of a list, with its offset.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The elements of this page.
    pub items: Vec<T>,
    /// The number of elements on all pages.
    pub total: u64,
    /// The maximum number of elements of a page.
    pub limit: u64,
    /// The number of elements before this page.
    pub offset: u64,
}

impl<T> Page<T> {
    /// A page.
    pub fn new(items: Vec<T>, total: u64, limit: u64, offset: u64) -> Self {
        Self { items, total, limit, offset }
    }
}

/// The shape of a page's elements, where the shape is that of a page: the one
/// struct without a name.
pub(crate) fn element(shape: &StructShape) -> Option<&'static Shape> {
    match shape.fields.first()?.shape {
        Shape::List(element) if shape.name.is_empty() => Some(element),
        _ => None,
    }
}

const fn field(name: &'static str, doc: &'static str, shape: &'static Shape) -> Field {
    Field { name, doc, shape, required: true, rules: &[], line: 0 }
}

impl<T: Schema> Schema for Page<T> {
    // Without a name: each page has its own kind of elements.
    const SHAPE: &'static Shape = &Shape::Struct(StructShape {
        name: "",
        doc: "One page of a list.",
        fields: &[
            field("items", "The elements of this page.", &Shape::List(T::SHAPE)),
            field("total", "The number of elements on all pages.", u64::SHAPE),
            field("limit", "The maximum number of elements of a page.", u64::SHAPE),
            field("offset", "The number of elements before this page.", u64::SHAPE),
        ],
        closed: false,
    });
}

impl<T: Response> Body for Page<T> {
    const META: ReplyMeta = ReplyMeta::Json(<Self as Schema>::SHAPE);

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        Ok(json(status(route, StatusCode::OK), serde_json::to_vec(&self)?))
    }
}
