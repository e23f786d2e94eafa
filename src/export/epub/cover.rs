//! The cover, drawn.
//!
//! In: its words. Out: a PNG of 1600 by 2400, or nothing if the letters of cards cannot spell the title. Letters of paper
//! on a field of the accent above, of ink on paper below: eight steps each, so that half a byte for each pixel is enough.

use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

use crate::site::share_image::drawing::shortened;
use crate::site::share_image::lettering::{Face, REGULAR, SEMIBOLD};
use crate::site::share_image::png;

/// The words of a cover.
pub struct Cover<'a> {
    /// The guide's title.
    pub title: &'a str,
    /// Above it: what was selected, or what of each topic is in the book.
    pub above: &'a str,
    /// The guide's description.
    pub below: Option<&'a str>,
    /// Who wrote it.
    pub authors: &'a str,
}

const WIDTH: u32 = 1600;
const HEIGHT: u32 = 2400;
/// Where the field of the accent ends.
const FIELD: usize = 1560;
const LEFT: f32 = 140.0;
const ROOM: f32 = 1320.0;
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
const INK: [u8; 3] = [0x1f, 0x23, 0x28];
const ACCENT: [u8; 3] = [0x0f, 0x5f, 0x63];
/// Steps from one colour to the other.
const STEPS: u8 = 7;
/// Sizes of the title, and how many lines of each there is room for.
const SIZES: [(f32, usize); 4] = [(180.0, 5), (150.0, 6), (124.0, 7), (100.0, 9)];

/// Draws a cover.
pub fn draw(cover: &Cover<'_>) -> Option<Vec<u8>> {
    let (bold, regular) = (SEMIBOLD.as_ref()?, REGULAR.as_ref()?);
    let mut path = PathBuilder::new();
    title(bold, &bold.spells(cover.title)?, &mut path);
    if let Some(above) = regular.spells(cover.above) {
        regular.outline(&shortened(regular, &above, 60.0, ROOM), 60.0, (LEFT, 250.0), &mut path);
    }
    let below = cover.below.and_then(|below| regular.spells(below));
    let mut y = 1730.0;
    for line in below.map(|below| regular.lines(&below, 58.0, ROOM)).unwrap_or_default().iter().take(5) {
        regular.outline(line, 58.0, (LEFT, y), &mut path);
        y += 78.0;
    }
    if let Some(authors) = bold.spells(cover.authors) {
        bold.outline(&shortened(bold, &authors, 58.0, ROOM), 58.0, (LEFT, 2250.0), &mut path);
    }
    let mut mask = Mask::new(WIDTH, HEIGHT)?;
    mask.fill_path(&path.finish()?, FillRule::Winding, true, Transform::identity());
    Some(png::encode(WIDTH, HEIGHT, &palette(), &colours(mask.data())))
}

/// The title in the largest size it fits in; its last line stands near the foot of the field.
fn title(face: &Face, text: &str, path: &mut PathBuilder) {
    let lines = |size: f32| face.lines(text, size, ROOM);
    let fit = SIZES.iter().map(|&(size, most)| (size, most, lines(size))).find(|(_, most, lines)| lines.len() <= *most);
    let (size, lines) = fit.map_or_else(
        || {
            let (size, most) = SIZES[SIZES.len() - 1];
            let mut lines = lines(size);
            let last = lines.split_off(most - 1).join(" ");
            lines.push(shortened(face, &last, size, ROOM));
            (size, lines)
        },
        |(size, _, lines)| (size, lines),
    );
    let mut y = 1400.0;
    for line in lines.iter().rev() {
        face.outline(line, size, (LEFT, y), path);
        y -= size * 1.14;
    }
}

fn palette() -> Vec<[u8; 3]> {
    let mix = |from: [u8; 3], to: [u8; 3], step: u8| {
        std::array::from_fn(|at| {
            let (from, to) = (i32::from(from[at]), i32::from(to[at]));
            u8::try_from(from + (to - from) * i32::from(step) / i32::from(STEPS)).unwrap_or(0)
        })
    };
    let field = (0..=STEPS).map(|step| mix(ACCENT, PAPER, step));
    field.chain((0..=STEPS).map(|step| mix(PAPER, INK, step))).collect()
}

/// From coverage to places in the palette.
fn colours(coverage: &[u8]) -> Vec<u8> {
    let width = usize::try_from(WIDTH).unwrap_or(usize::MAX);
    let rows = coverage.chunks(width).enumerate();
    let place = |y: usize, cover: u8| {
        let step = (u16::from(cover) * u16::from(STEPS) + 127) / 255;
        u8::try_from(step).unwrap_or(STEPS) + if y < FIELD { 0 } else { STEPS + 1 }
    };
    rows.flat_map(|(y, row)| row.iter().map(move |&cover| place(y, cover))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(title: &str) -> Option<Vec<u8>> {
        draw(&Cover { title, above: "", below: Some("Few words."), authors: "Ada" })
    }

    #[test]
    fn a_cover_is_drawn_for_any_length_of_title_and_not_for_letters_that_it_does_not_have() {
        assert!(cover("Python").is_some_and(|png| png.starts_with(b"\x89PNG")));
        assert!(cover(&"many words ".repeat(90)).is_some());
        assert_eq!(cover("Python"), cover("Python"));
        assert_eq!(cover("全局解释器锁"), None);
    }
}
