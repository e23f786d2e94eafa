//! The files of an e-book in one: a ZIP as EPUB's open container wants it.
//!
//! In: paths with bytes, in order. Out: the bytes of the file. No clock: every file carries the first day that a ZIP can name.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What the file begins with, uncompressed, so that it is known by its first bytes.
pub const MIMETYPE: &[u8] = b"application/epub+zip";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/// A file of the book.
pub struct Entry<'a> {
    /// From the folder of the package: `text/0001.xhtml`.
    pub path: String,
    /// What it holds.
    pub bytes: std::borrow::Cow<'a, [u8]>,
}

/// Joins the files.
pub fn join(entries: &[Entry<'_>]) -> Result<Vec<u8>, String> {
    write(entries).map_err(|error| error.to_string())
}

fn write(entries: &[Entry<'_>]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .compression_method(CompressionMethod::Stored);
    let packed = plain.compression_method(CompressionMethod::Deflated);
    let mut put = |path: &str, bytes: &[u8], how: SimpleFileOptions| -> zip::result::ZipResult<()> {
        zip.start_file(path, how)?;
        Ok(zip.write_all(bytes)?)
    };
    put("mimetype", MIMETYPE, plain)?;
    put("META-INF/container.xml", CONTAINER.as_bytes(), packed)?;
    for entry in entries {
        let is_packed = [".png", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|end| entry.path.ends_with(end));
        put(&format!("EPUB/{}", entry.path), &entry.bytes, if is_packed { plain } else { packed })?;
    }
    Ok(zip.finish()?.into_inner())
}
