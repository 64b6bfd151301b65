//! Products and their images.

use serde_json::json;

use super::journey::Shop;

/// The smallest PNG there is, of one transparent pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\rIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

const FORM: &str = "multipart/form-data; boundary=a-boundary";

fn form(name: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--a-boundary\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"../x.png\"\r\n\
         Content-Type: {content_type}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--a-boundary--\r\n"].concat()
}

pub(super) fn list_and_look_up(shop: &Shop) {
    let client = shop.anyone();
    let page = client.get("/products?limit=2&offset=1").is(200).json();
    let names: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!((names, &page["total"]), (vec!["Cup", "Green tea, 100 g"], &json!(4)));
    let teapot = client.get("/products/1").is(200).json();
    assert_eq!(teapot, json!({ "id": 1, "name": "Teapot", "price_cents": 3900, "image": null }));
    client.get("/products/99").problem(404);
    client.get("/products?limit=101").problem(422);
}

pub(super) fn show_an_image(shop: &Shop) {
    let (anyone, admin) = (shop.anyone(), shop.admin());
    let image = form("image", "image/png", PNG);
    let upload = |path: &str, form: &[u8]| admin.send("POST", path, Some((FORM, form)));
    anyone.get("/products/1/image").problem(404);
    anyone.send("POST", "/products/1/image", Some((FORM, &image))).problem(401);
    upload("/products/99/image", &image).problem(404);
    upload("/products/1/image", &form("image", "text/html", b"<script>")).problem(415);
    upload("/products/1/image", &form("picture", "image/png", PNG)).problem(422);
    admin.send("POST", "/products/1/image", Some(("application/json", b"{}"))).problem(415);
    // Truncated in the middle of the file.
    upload("/products/1/image", &image[..image.len() - 40]).problem(400);

    let uploaded = upload("/products/1/image", &image).is(201).json();
    assert_eq!(uploaded, json!({ "image": "products/1.png", "size": PNG.len() }));
    let shown = anyone.get("/products/1/image").is(200);
    assert_eq!((shown.header("content-type"), shown.body.as_slice()), (Some("image/png"), PNG));
    assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(anyone.get("/products/1").is(200).json()["image"], "products/1.png");
    // More than the default body limit, less than the limit of this route.
    let large = vec![7; 2 * 1024 * 1024];
    upload("/products/2/image", &form("image", "image/webp", &large)).is(201);
    assert_eq!(anyone.get("/products/2/image").is(200).body, large);
    upload("/products/2/image", &form("image", "image/png", &vec![7; 6 * 1024 * 1024]))
        .problem(413);
}
