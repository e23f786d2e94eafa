//! What a language tag says of a text.

/// `rtl` for languages written from right to left, else `ltr`; the primary subtag counts.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or("");
    if ["ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains(&primary) { "rtl" } else { "ltr" }
}
