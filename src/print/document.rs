//! What the browser printed, read and finished.
//!
//! In: the bytes of a PDF as Chromium writes it. Out: on which sheet each id stands; and the file made final: title,
//! authors, language, a date that is not the clock's, an outline by short names, no address of the folder it was
//! printed from. Equal printings give equal bytes. It never looks into the text.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use crate::path::decode_percent;
use crate::print::book_site::OutlineLine;

/// A printed document.
pub struct Printed {
    document: Document,
    places: BTreeMap<String, Place>,
}

/// Where an id stands.
struct Place {
    /// From 1.
    page: usize,
    /// `[page /XYZ left top zoom]`, as the browser wrote it.
    destination: Object,
}

/// What the PDF says of itself.
pub struct Front<'a> {
    /// The title.
    pub title: &'a str,
    /// The authors.
    pub authors: &'a [String],
    /// One sentence about it.
    pub subject: Option<&'a str>,
    /// `en`.
    pub language: &'a str,
    /// `2026-11-22`; without one the file has no date.
    pub date: Option<&'a str>,
    /// What tells this file from others.
    pub identity: u128,
    /// The outline, in order.
    pub outline: &'a [OutlineLine],
}

/// Reads a PDF. The error says what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Printed, String> {
    let document = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    let places = places(&document).map_err(|error| error.to_string())?;
    Ok(Printed { document, places })
}

impl Printed {
    /// The sheet of each id that something links to.
    pub fn destinations(&self) -> BTreeMap<String, usize> {
        self.places.iter().map(|(id, place)| (id.clone(), place.page)).collect()
    }

    /// How many sheets there are.
    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// Finishes the file.
    pub fn finish(mut self, front: &Front<'_>) -> Result<Vec<u8>, String> {
        self.outline(front.outline).map_err(|error| error.to_string())?;
        self.describe(front).map_err(|error| error.to_string())?;
        self.forget_folder();
        self.number_elements();
        self.document.version = "1.7".to_owned();
        let mut bytes = Vec::new();
        self.document.save_modern(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn describe(&mut self, front: &Front<'_>) -> lopdf::Result<()> {
        let producer = self.document.trailer.get(b"Info").and_then(Object::as_reference);
        let producer = producer.and_then(|id| self.document.get_dictionary(id)).and_then(|old| old.get(b"Producer"));
        let mut about = dictionary! {
            "Title" => text_string(front.title),
            "Creator" => text_string(concat!("studybook ", env!("CARGO_PKG_VERSION"))),
        };
        if let Ok(producer) = producer {
            about.set("Producer", producer.clone());
        }
        if !front.authors.is_empty() {
            about.set("Author", text_string(&front.authors.join(", ")));
        }
        if let Some(subject) = front.subject {
            about.set("Subject", text_string(subject));
        }
        if let Some(date) = front.date.and_then(pdf_date) {
            about.set("CreationDate", Object::string_literal(date.clone()));
            about.set("ModDate", Object::string_literal(date));
        }
        if let Ok(old) = self.document.trailer.get(b"Info").and_then(Object::as_reference) {
            self.document.objects.remove(&old);
        }
        let about = self.document.add_object(about);
        self.document.trailer.set("Info", about);
        let identity = Object::String(front.identity.to_be_bytes().to_vec(), lopdf::StringFormat::Hexadecimal);
        self.document.trailer.set("ID", vec![identity.clone(), identity]);
        let catalog = self.document.catalog_mut()?;
        catalog.set("Lang", text_string(front.language));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        Ok(())
    }

    /// Replaces the outline. Lines whose id was not printed are left out.
    fn outline(&mut self, lines: &[OutlineLine]) -> lopdf::Result<()> {
        let known: Vec<(&OutlineLine, &Object)> =
            lines.iter().filter_map(|line| Some((line, &self.places.get(&line.id)?.destination))).collect();
        if known.is_empty() {
            return Ok(());
        }
        let first = self.document.max_id + 1;
        let id = |index: usize| (first + u32::try_from(index).unwrap_or(u32::MAX), 0);
        let nodes = tree(&known.iter().map(|(line, _)| line.depth).collect::<Vec<_>>());
        for (index, node) in nodes.iter().enumerate() {
            let mut entry = Dictionary::new();
            if let Some(line) = index.checked_sub(1).map(|at| known[at]) {
                entry.set("Title", text_string(&line.0.text));
                entry.set("Dest", line.1.clone());
                entry.set("Parent", id(node.parent));
            } else {
                entry.set("Type", "Outlines");
            }
            let links = [("Prev", node.previous), ("Next", node.next)];
            let ends = [("First", node.children.first().copied()), ("Last", node.children.last().copied())];
            for (key, target) in links.into_iter().chain(ends) {
                if let Some(target) = target {
                    entry.set(key, id(target));
                }
            }
            if !node.children.is_empty() {
                entry.set("Count", node.count);
            }
            self.document.objects.insert(id(index), Object::Dictionary(entry));
        }
        self.document.max_id = id(nodes.len() - 1).0;
        let catalog = self.document.catalog_mut()?;
        catalog.set("Outlines", id(0));
        catalog.set("PageMode", "UseOutlines");
        Ok(())
    }

    /// Gives the elements that cells of tables name as their headers numbers that do not depend on the browser's haste: how many
    /// nodes it counted before them differs from one printing to the next. Their order stays, so that the tree of ids stays sorted.
    fn number_elements(&mut self) {
        let mut names = BTreeSet::new();
        each_string(&mut self.document, |name| {
            if is_element(name) {
                names.insert(name.clone());
            }
        });
        let numbers: BTreeMap<Vec<u8>, usize> = names.into_iter().zip(1..).collect();
        each_string(&mut self.document, |name| {
            if let Some(number) = numbers.get(name) {
                *name = format!("node{number:08}").into_bytes();
            }
        });
    }

    /// Links that lead nowhere on the site lead to the file that was printed: they stay text.
    fn forget_folder(&mut self) {
        for object in self.document.objects.values_mut() {
            let Object::Dictionary(annotation) = object else { continue };
            let address = annotation.get(b"A").and_then(Object::as_dict).and_then(|action| action.get(b"URI"));
            if address.and_then(Object::as_str).is_ok_and(|address| address.starts_with(b"file:")) {
                annotation.remove(b"A");
            }
        }
    }
}

/// As Chromium names an element of the structure: `node00000082`.
fn is_element(name: &[u8]) -> bool {
    name.strip_prefix(b"node").is_some_and(|digits| digits.len() == 8 && digits.iter().all(u8::is_ascii_digit))
}

fn each_string(document: &mut Document, mut change: impl FnMut(&mut Vec<u8>)) {
    let mut open: Vec<&mut Object> = document.objects.values_mut().collect();
    while let Some(object) = open.pop() {
        match object {
            Object::String(text, _) => change(text),
            Object::Array(items) => open.extend(items),
            Object::Dictionary(inner) => open.extend(inner.iter_mut().map(|(_, it)| it)),
            Object::Stream(stream) => open.extend(stream.dict.iter_mut().map(|(_, it)| it)),
            _ => {}
        }
    }
}

/// The named destinations, from the catalog's dictionary or from its name tree.
fn places(document: &Document) -> lopdf::Result<BTreeMap<String, Place>> {
    let sheets: BTreeMap<ObjectId, usize> =
        document.get_pages().into_iter().map(|(number, id)| (id, number as usize)).collect();
    let mut found: Vec<(Vec<u8>, &Object)> = Vec::new();
    let catalog = document.catalog()?;
    if let Ok(dests) = catalog.get_deref(b"Dests", document) {
        found.extend(dests.as_dict()?.iter().map(|(name, target)| (name.clone(), target)));
    }
    if let Ok(names) = catalog.get_deref(b"Names", document)
        && let Ok(tree) = names.as_dict()?.get_deref(b"Dests", document)
    {
        leaves(document, tree.as_dict()?, &mut found, 0)?;
    }
    let mut places = BTreeMap::new();
    for (name, target) in found {
        let (_, target) = document.dereference(target)?;
        let array = match target {
            Object::Dictionary(holder) => holder.get_deref(b"D", document)?.as_array()?,
            other => other.as_array()?,
        };
        let page = array.first().and_then(|page| page.as_reference().ok()).and_then(|page| sheets.get(&page));
        // Chromium names a destination after the URL that leads to it, percent-encoding and all.
        let id = String::from_utf8(name).ok().and_then(|name| decode_percent(&name));
        if let (Some(&page), Some(id)) = (page, id) {
            places.insert(id, Place { page, destination: Object::Array(array.clone()) });
        }
    }
    Ok(places)
}

/// Collects the names of a name tree.
fn leaves<'a>(
    document: &'a Document,
    node: &'a Dictionary,
    found: &mut Vec<(Vec<u8>, &'a Object)>,
    depth: usize,
) -> lopdf::Result<()> {
    if let Ok(names) = node.get_deref(b"Names", document) {
        for pair in names.as_array()?.chunks_exact(2) {
            found.push((pair[0].as_str()?.to_vec(), &pair[1]));
        }
    }
    if let Ok(kids) = node.get_deref(b"Kids", document)
        && depth < 32
    {
        for kid in kids.as_array()? {
            leaves(document, document.dereference(kid)?.1.as_dict()?, found, depth + 1)?;
        }
    }
    Ok(())
}

/// A node of the outline; indices count from 0, which is the root.
#[derive(Debug, Default, PartialEq, Eq)]
struct Node {
    parent: usize,
    previous: Option<usize>,
    next: Option<usize>,
    children: Vec<usize>,
    /// As PDF wants it: how many entries show below it if it is open; closed, the same below zero.
    count: i64,
}

/// The tree that a list of depths describes. Entries of the first depth are open, all others closed.
fn tree(depths: &[usize]) -> Vec<Node> {
    let mut nodes = vec![Node::default()];
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    for (index, &depth) in depths.iter().enumerate().map(|(at, depth)| (at + 1, depth)) {
        while open.len() > 1 && open.last().is_some_and(|(_, above)| *above >= depth) {
            open.pop();
        }
        let parent = open.last().map_or(0, |(node, _)| *node);
        let previous = nodes[parent].children.last().copied();
        if let Some(previous) = previous {
            nodes[previous].next = Some(index);
        }
        nodes[parent].children.push(index);
        nodes.push(Node { parent, previous, ..Node::default() });
        open.push((index, depth));
    }
    let children = |nodes: &[Node], node: usize| i64::try_from(nodes[node].children.len()).unwrap_or(0);
    for node in 1..nodes.len() {
        let own = children(&nodes, node);
        nodes[node].count = if nodes[node].parent == 0 { own } else { -own };
    }
    nodes[0].count = children(&nodes, 0) + nodes[0].children.iter().map(|&child| children(&nodes, child)).sum::<i64>();
    nodes
}

/// `2026-11-22` as `D:20261122000000Z`.
fn pdf_date(date: &str) -> Option<String> {
    let digits: String = date.get(..10)?.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 8).then(|| format!("D:{digits}000000Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_counts_does_not_show_in_the_file() {
        let numbered = |first: usize| {
            let mut document = Document::with_version("1.7");
            let name = |at: usize| Object::string_literal(format!("node{:08}", first + at));
            document.add_object(dictionary! { "S" => "TH", "ID" => name(0) });
            document.add_object(dictionary! { "S" => "TH", "ID" => name(7) });
            document
                .add_object(dictionary! { "A" => vec![dictionary! { "Headers" => vec![name(7), name(0)] }.into()] });
            document.add_object(dictionary! { "Alt" => Object::string_literal("node of a list") });
            let mut printed = Printed { document, places: BTreeMap::new() };
            printed.number_elements();
            format!("{:?}", printed.document.objects)
        };
        assert_eq!(numbered(82), numbered(83));
        assert!(numbered(9).contains("node00000002") && numbered(9).contains("node of a list"));
    }

    #[test]
    fn depths_become_a_tree() {
        let nodes = tree(&[1, 2, 3, 3, 2, 1]);
        assert_eq!(nodes[0].children, [1, 6]);
        assert_eq!(nodes[1].children, [2, 5]);
        assert_eq!(nodes[2].children, [3, 4]);
        assert_eq!((nodes[4].previous, nodes[4].next, nodes[5].previous), (Some(3), None, Some(2)));
        assert_eq!(nodes.iter().map(|node| node.count).collect::<Vec<_>>(), [4, 2, -2, 0, 0, 0, 0]);
    }

    #[test]
    fn a_list_that_begins_deep_is_still_a_tree() {
        let nodes = tree(&[3, 2, 1]);
        assert_eq!(nodes[0].children, [1, 2, 3]);
    }

    #[test]
    fn a_date_has_no_clock_in_it() {
        assert_eq!(pdf_date("2026-11-22").as_deref(), Some("D:20261122000000Z"));
        assert_eq!(pdf_date("soon"), None);
    }

    #[test]
    fn what_is_no_pdf_is_said() {
        assert!(read(b"%PDF-1.4\nnothing").is_err());
    }
}
