//! The icon of an installed guide, drawn: the first letter of its title on a field of the accent.
//!
//! In: the title, the size and the shape. Out: a PNG of 16 colours at most, or nothing where no letter of the title can be spelled.

use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

use crate::site::share_image::lettering::SEMIBOLD;
use crate::site::share_image::png;

/// The outline of an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A field up to the edges, which the system cuts as it likes; the letter stands in its safe middle.
    Maskable,
    /// A field up to the edges with a larger letter.
    Square,
}

const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
const ACCENT: [u8; 3] = [0x0f, 0x5f, 0x63];
/// Steps from one colour to the other.
const STEPS: u8 = 15;

/// Draws an icon of `pixels` by `pixels`.
#[expect(clippy::cast_precision_loss, reason = "icons have some hundred pixels")]
pub fn draw(title: &str, pixels: u32, shape: Shape) -> Option<Vec<u8>> {
    let face = SEMIBOLD.as_ref()?;
    let letter =
        title.chars().filter(|c| c.is_alphanumeric()).find_map(|c| face.spells(&c.to_uppercase().to_string()))?;
    let side = pixels as f32;
    let size = side * if shape == Shape::Maskable { 0.5 } else { 0.66 };
    let mut path = PathBuilder::new();
    // Capitals of this face are seven tenths of its size high.
    face.outline(&letter, size, ((side - face.width(&letter, size)) / 2.0, side / 2.0 + size * 0.35), &mut path);
    let mut mask = Mask::new(pixels, pixels)?;
    mask.fill_path(&path.finish()?, FillRule::Winding, true, Transform::identity());
    let palette: Vec<[u8; 3]> = (0..=STEPS).map(mixed).collect();
    let step = |cover: &u8| u8::try_from((u16::from(*cover) * u16::from(STEPS) + 127) / 255).unwrap_or(STEPS);
    Some(png::encode(pixels, pixels, &palette, &mask.data().iter().map(step).collect::<Vec<_>>()))
}

fn mixed(step: u8) -> [u8; 3] {
    std::array::from_fn(|at| {
        let (from, to) = (i32::from(ACCENT[at]), i32::from(PAPER[at]));
        u8::try_from(from + (to - from) * i32::from(step) / i32::from(STEPS)).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_shows_the_first_letter_that_can_be_spelled() {
        let icon = |title: &str| draw(title, 64, Shape::Maskable);
        assert!(icon("python").is_some_and(|png| png.starts_with(b"\x89PNG")));
        assert_eq!(icon("python"), icon("¿ Python?"));
        assert_ne!(icon("python"), icon("Django"));
        assert_ne!(icon("python"), draw("python", 64, Shape::Square));
        assert_eq!(icon("全局"), None);
    }
}
