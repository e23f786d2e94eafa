//! The database of a package: a collection of Anki with the notes and nothing learnt.
//!
//! In: notes. Out: the bytes of an SQLite database in the form that all versions of Anki read (number 11). Equal notes give equal
//! bytes: no time of the clock stands in it.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, Transaction, params};
use serde_json::{Map, Value, json};

use crate::export::anki::identity::number;
use crate::export::anki::kept::Kept;
use crate::export::anki::note_type::{self, CHANGED, Words};
use crate::export::anki::notes::Notes;

const TABLES: &str = "
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null,
  dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null,
  tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null,
  usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null,
  factor integer not null, reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
  lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
";

/// The database. `guide` is the guide's id.
pub fn make(notes: &Notes, kept: &Kept, guide: &str, words: &Words<'_>) -> rusqlite::Result<Vec<u8>> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(TABLES)?;
    let changed = notes.notes.iter().map(|note| note.changed).max().unwrap_or(0).max(CHANGED);
    let decks: BTreeMap<&str, i64> =
        notes.decks.keys().map(|path| (path.as_str(), number(guide, "deck", path))).collect();
    let kind = number(guide, "note type", "");
    let transaction = database.transaction()?;
    let all_decks: Map<String, Value> = notes
        .decks
        .iter()
        .map(|(path, name)| (decks[path.as_str()], name.as_str()))
        .chain([(1, "Default")])
        .map(|(id, name)| (id.to_string(), deck(id, name, changed)))
        .collect();
    let mut types = Map::from_iter([(kind.to_string(), note_type::json(kind, changed, words))]);
    for (number, it, _) in notes.notes.iter().filter_map(|note| kept.of(&note.guid)) {
        types.entry(number.to_string()).or_insert_with(|| it.json(number));
    }
    transaction.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            CHANGED,
            changed * 1000,
            configuration(kind).to_string(),
            Value::Object(types).to_string(),
            Value::Object(all_decks).to_string(),
            json!({ "1": options() }).to_string(),
        ],
    )?;
    insert(&transaction, notes, kept, guide, &decks, kind)?;
    transaction.commit()?;
    Ok(database.serialize("main")?.to_vec())
}

fn insert(
    transaction: &Transaction<'_>,
    notes: &Notes,
    kept: &Kept,
    guide: &str,
    decks: &BTreeMap<&str, i64>,
    kind: i64,
) -> rusqlite::Result<()> {
    let mut add_note = transaction.prepare("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')")?;
    let mut add_card = transaction
        .prepare("INSERT INTO cards VALUES (?1, ?2, ?3, 0, ?4, -1, 0, 0, ?5, 0, 0, 0, 0, 0, 0, 0, 0, '')")?;
    let mut taken = HashSet::with_capacity(notes.notes.len());
    for (place, note) in notes.notes.iter().enumerate() {
        let mut id = number(guide, "note", &note.id);
        while !taken.insert(id) {
            id += 1;
        }
        let tags = format!(" {} ", note.tags.join(" "));
        let (kind, fields) = match kept.of(&note.guid) {
            Some((number, it, known)) => (number, it.texts(&note.face, known).join("\u{1f}")),
            None => (kind, note_type::texts(&note.face, &note.id).join("\u{1f}")),
        };
        add_note.execute(params![id, note.guid, kind, note.changed, tags, fields, note.plain])?;
        let deck = decks.get(note.deck.as_str()).copied().unwrap_or(1);
        add_card.execute(params![id, id, deck, note.changed, i64::try_from(place).unwrap_or(0) + 1])?;
    }
    Ok(())
}

fn deck(id: i64, name: &str, changed: i64) -> Value {
    json!({
        "id": id, "name": name, "mod": changed, "usn": -1, "conf": 1, "dyn": 0, "desc": "", "collapsed": false,
        "browserCollapsed": false, "extendNew": 0, "extendRev": 0, "lrnToday": [0, 0], "revToday": [0, 0],
        "newToday": [0, 0], "timeToday": [0, 0],
    })
}

fn configuration(kind: i64) -> Value {
    json!({
        "activeDecks": [1], "addToCur": true, "collapseTime": 1200, "curDeck": 1, "curModel": kind.to_string(),
        "dueCounts": true, "estTimes": true, "newBury": true, "newSpread": 0, "nextPos": 1, "sortBackwards": false,
        "sortType": "noteFld", "timeLim": 0,
    })
}

/// Options of the deck that every collection has; a learner's own stay.
fn options() -> Value {
    json!({
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "autoplay": true, "timer": 0, "replayq": true, "maxTaken": 60,
        "new": {"bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20},
        "rev": {"bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "perDay": 200},
        "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
    })
}
