//! What a language tag says of a text and of numbers in it.

/// `rtl` for languages written from right to left, else `ltr`; the primary subtag counts.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or("");
    if ["ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains(&primary) { "rtl" } else { "ltr" }
}

/// What the levels of a guide that names none are called: easy, middle, hard.
pub fn levels(language: &str) -> [&'static str; 3] {
    match language.split('-').next() {
        Some("ar") => ["أساسي", "متوسط", "متقدم"],
        Some("de") => ["Grundlagen", "Mittel", "Fortgeschritten"],
        Some("es") => ["Básico", "Intermedio", "Avanzado"],
        Some("fr") => ["Débutant", "Intermédiaire", "Avancé"],
        Some("it") => ["Base", "Intermedio", "Avanzato"],
        Some("ja") => ["初級", "中級", "上級"],
        Some("ko") => ["초급", "중급", "고급"],
        Some("pl") => ["Podstawowy", "Średni", "Zaawansowany"],
        Some("pt") => ["Básico", "Intermediário", "Avançado"],
        Some("ru") => ["Базовый", "Средний", "Продвинутый"],
        Some("tr") => ["Temel", "Orta", "İleri"],
        Some("zh") => ["初级", "中级", "高级"],
        _ => ["Basic", "Intermediate", "Advanced"],
    }
}

/// How a language marks what someone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuotationMarks {
    /// Before and behind it.
    pub double: (&'static str, &'static str),
    /// Before and behind what someone says in it.
    pub single: (&'static str, &'static str),
}

/// The quotation marks of a language; nothing for those that have the ones of English. By the Common Locale Data Repository, but
/// for Arabic and Persian, whose marks are those that turn with the text.
pub fn quotation_marks(language: &str) -> Option<QuotationMarks> {
    let of = |double, single| Some(QuotationMarks { double, single });
    match language.split('-').next().unwrap_or("") {
        "pt" if language.eq_ignore_ascii_case("pt-BR") => None,
        "de" if language.to_ascii_lowercase().ends_with("-ch") => of(("«", "»"), ("‹", "›")),
        "de" | "cs" | "sk" | "sl" | "bg" | "mk" | "is" | "lt" | "et" => of(("„", "“"), ("‚", "‘")),
        "pl" | "hr" | "ro" => of(("„", "”"), ("‚", "’")),
        "hu" => of(("„", "”"), ("»", "«")),
        "sv" | "fi" => of(("”", "”"), ("’", "’")),
        "fr" => of(("«\u{202f}", "\u{202f}»"), ("“", "”")),
        "ru" | "uk" | "be" => of(("«", "»"), ("„", "“")),
        "es" | "it" | "ca" | "el" | "pt" | "no" | "nb" | "nn" | "ar" | "fa" => of(("«", "»"), ("“", "”")),
        "ja" => of(("「", "」"), ("『", "』")),
        _ => None,
    }
}

/// The size of a file in bytes as readers of a language read it: `830 kB`, `1.4 MB`, `1,4 Mo`. Thousands, as the SI has them.
pub fn file_size(bytes: usize, language: &str) -> String {
    let primary = language.split('-').next().unwrap_or("");
    let (kilo, mega) = match primary {
        "fr" => ("ko", "Mo"),
        "ru" => ("кБ", "МБ"),
        _ => ("kB", "MB"),
    };
    let kilobytes = bytes.div_ceil(1000);
    if kilobytes < 1000 {
        return format!("{kilobytes}\u{a0}{kilo}");
    }
    let has_point = ["en", "ja", "ko", "zh", "ar", "he", "hi", "th"].contains(&primary);
    let tenths = kilobytes.div_ceil(100);
    format!("{}{}{}\u{a0}{mega}", tenths / 10, if has_point { '.' } else { ',' }, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_with_words_of_its_own_has_its_marks() {
        let around =
            |language: &str| quotation_marks(language).map(|marks| format!("{}a{}", marks.double.0, marks.double.1));
        for (language, expected) in [
            ("de", "„a“"),
            ("de-CH", "«a»"),
            ("fr", "«\u{202f}a\u{202f}»"),
            ("pl", "„a”"),
            ("ru", "«a»"),
            ("es-MX", "«a»"),
            ("it", "«a»"),
            ("ja", "「a」"),
            ("ar", "«a»"),
        ] {
            assert_eq!(around(language).as_deref(), Some(expected), "{language}");
        }
        for language in ["en", "en-GB", "ko", "tr", "zh-CN", "pt-BR"] {
            assert_eq!(around(language), None, "{language}");
        }
    }

    #[test]
    fn sizes_are_written_as_a_language_writes_them() {
        assert_eq!(file_size(0, "en"), "0\u{a0}kB");
        assert_eq!(file_size(829_001, "en-GB"), "830\u{a0}kB");
        assert_eq!(file_size(999_001, "en"), "1.0\u{a0}MB");
        assert_eq!(file_size(1_340_000, "fr"), "1,4\u{a0}Mo");
        assert_eq!(file_size(12_000_000, "pt-BR"), "12,0\u{a0}MB");
    }
}
