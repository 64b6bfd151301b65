//! The marker that rust-analyzer inserts at the cursor before it expands for completion.

use proc_macro2::TokenStream;

/// The identifier that it inserts.
pub(super) const MARKER: &str = "raCompletionMarker";

/// Whether these tokens are of such an expansion. Its mistakes are never shown;
/// where they repeat the marker, they would be taken for the place of the cursor.
pub(super) fn is_in(tokens: &TokenStream) -> bool {
    tokens.to_string().contains(MARKER)
}
