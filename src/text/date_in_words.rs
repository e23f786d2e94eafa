//! A day as readers of a language write it: `29 November 2026`, `29. November 2026`, `2026年11月29日`.
//!
//! In: a date as front matter has it, and a language tag. Out: words, by the Common Locale Data Repository. Machines read the
//! date itself.

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale_core::Locale;

/// `2026-11-29` in words; as it is if it is no day, or the language has no words for it.
pub fn date_in_words(date: &str, language: &str) -> String {
    written(date, language).unwrap_or_else(|| date.to_owned())
}

fn written(date: &str, language: &str) -> Option<String> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::try_new_gregorian(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let locale: Locale = language.parse().ok()?;
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
    Some(formatter.format(&date).to_string())
}

#[cfg(test)]
mod tests {
    use super::date_in_words;

    #[test]
    fn each_language_has_its_order_and_its_names_of_months() {
        for (language, expected) in [
            ("en", "November 9, 2026"),
            ("en-GB", "9 November 2026"),
            ("de", "9. November 2026"),
            ("es", "9 de noviembre de 2026"),
            ("fr", "9 novembre 2026"),
            ("it", "9 novembre 2026"),
            ("pl", "9 listopada 2026"),
            ("pt-BR", "9 de novembro de 2026"),
            ("ru", "9 ноября 2026 г."),
            ("tr", "9 Kasım 2026"),
            ("ja", "2026年11月9日"),
            ("ko", "2026년 11월 9일"),
            ("zh-CN", "2026年11月9日"),
            ("ar", "9 نوفمبر 2026"),
        ] {
            let words = date_in_words("2026-11-09", language).replace(['\u{200f}', '\u{a0}', '\u{202f}'], " ");
            assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{language}");
        }
    }

    #[test]
    fn what_is_no_day_stays() {
        for date in ["2026-02-30", "today", "2026-11", ""] {
            assert_eq!(date_in_words(date, "en"), date);
        }
        assert_eq!(date_in_words("2026-11-09", "no language"), "2026-11-09");
    }
}
