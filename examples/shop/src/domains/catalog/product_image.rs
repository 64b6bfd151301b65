//! The image of a product: uploaded by an administrator, served to the public.

#[microcore::plugin]
mod product_image {
    use microcore::prelude::*;

    #[request]
    struct NoFields {}

    #[response]
    struct Uploaded {
        image: String,
        size: u64,
    }

    const TYPES: [(&str, &str); 3] =
        [("image/png", "png"), ("image/jpeg", "jpg"), ("image/webp", "webp")];

    /// Upload a product's image (PNG, JPEG or WebP, up to 5 MiB).
    #[route(POST, "/products/{id}/image", status = 201, roles = ["admin"], body_limit = 5_242_880)]
    async fn upload(
        id: Path<i64>,
        form: Multipart<NoFields>,
        db: Db,
        files: Files,
    ) -> Result<Uploaded> {
        let upload = form
            .file("image")
            .ok_or_else(|| Error::unprocessable("send the image as the file `image`"))?;
        let extension = TYPES
            .iter()
            .find(|(content_type, _)| upload.content_type() == Some(content_type))
            .map(|(_, extension)| extension)
            .ok_or_else(|| Error::unsupported_media_type("send a PNG, a JPEG or a WebP"))?;
        let image = format!("products/{}.{extension}", *id);
        let known = db
            .execute("UPDATE products SET image = $2 WHERE id = $1", (*id, &image))
            .await?;
        if known == 0 {
            return Err(Error::not_found("no such product"));
        }
        files.put(&image, upload.read().await?).await?;
        Ok(Uploaded { image, size: upload.size() })
    }

    /// A product's image.
    #[route(GET, "/products/{id}/image")]
    async fn image(id: Path<i64>, db: Db, files: Files) -> Result<File> {
        let image: Option<(Option<String>,)> =
            db.fetch_optional("SELECT image FROM products WHERE id = $1", (*id,)).await?;
        let Some((Some(image),)) = image else {
            return Err(Error::not_found("this product has no image"));
        };
        let extension = image.rsplit('.').next().unwrap_or_default();
        let known = TYPES.iter().find(|(_, known)| *known == extension);
        let content_type = known.map_or("application/octet-stream", |(content_type, _)| content_type);
        Ok(File::bytes(files.get(&image).await?, content_type))
    }
}
