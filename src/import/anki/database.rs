//! A database that someone else wrote, opened so that it can do nothing but be read.
//!
//! In: bytes of SQLite. Out: a connection in memory, and rows of it as numbers and texts whatever type they have.

use std::io::Cursor;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// The longest text or blob that a row may hold.
const LONGEST: i32 = 64 << 20;

/// Opens a database. No view, no trigger and no function of its schema runs, and nothing is written.
pub fn open(mut bytes: Vec<u8>) -> rusqlite::Result<Connection> {
    // A database that was last open with a write-ahead log says so here; in memory there is none.
    for byte in bytes.iter_mut().take(20).skip(18) {
        *byte = 1;
    }
    let mut database = Connection::open_in_memory()?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    // New packages sort names by it.
    database.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    let length = bytes.len();
    database.deserialize_read_exact("main", Cursor::new(bytes), length, true)?;
    Ok(database)
}

/// A column as a number; 0 for what is none.
pub fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => number,
        #[expect(clippy::cast_possible_truncation, reason = "numbers of Anki are whole")]
        ValueRef::Real(number) => number as i64,
        ValueRef::Text(text) => std::str::from_utf8(text).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0),
        _ => 0,
    })
}

/// A column as a text; a byte that is no UTF-8 becomes `�`.
pub fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Null => String::new(),
    })
}

/// A column as bytes.
pub fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    })
}
