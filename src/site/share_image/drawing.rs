//! One picture, drawn.
//!
//! In: its words. Out: a PNG, or nothing if its title or code cannot be spelled. The picture is three bands, each of one ink,
//! so that half a byte for each pixel is enough: the guide, the title, and the level with the chapter; or a question, the code
//! that it is about, and the topic.

use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

use crate::site::share_image::lettering::{Face, MONO, REGULAR, SEMIBOLD};
use crate::site::share_image::png;

/// What a picture says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words<'a> {
    /// The guide's title, or the question, above.
    pub above: &'a str,
    /// What the picture is about.
    pub main: Main<'a>,
    /// The chapter, or the guide's description.
    pub below: &'a str,
    /// The level: its rank from 1, how many there are, its name.
    pub level: Option<(usize, usize, &'a str)>,
}

/// What stands in the middle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Main<'a> {
    /// A question, or the guide's title.
    Title(&'a str),
    /// An example. As many of its lines are shown as there is room for.
    Code(&'a str),
}

/// Pixels across.
pub const WIDTH: u32 = 1200;
/// Pixels down.
pub const HEIGHT: u32 = 630;

const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
const QUIET: [u8; 3] = [0x5b, 0x61, 0x6c];
const INK: [u8; 3] = [0x1f, 0x23, 0x28];
const ACCENT: [u8; 3] = [0x0f, 0x5f, 0x63];
/// Steps from paper to ink: with three inks and the paper they make the sixteen colours of half a byte.
const STEPS: u8 = 5;
/// The bar at the left edge.
const BAR: usize = 20;
const LEFT: f32 = 92.0;
const ROOM: f32 = 1016.0;
/// Where the middle band begins and ends.
const TITLE: (usize, usize) = (140, 510);
/// Sizes of the title, and how many lines of each there is room for.
const SIZES: [(f32, usize); 4] = [(84.0, 3), (72.0, 4), (60.0, 5), (50.0, 6)];
const LEADING: f32 = 1.16;
const SMALL: f32 = 32.0;
/// Size of a question above code.
const QUESTION: f32 = 48.0;
/// Where code begins and ends.
const CODE: (f32, f32) = (150.0, 500.0);
/// Sizes of code; what has more lines than fit in the smallest is cut.
const CODE_SIZES: [f32; 6] = [34.0, 30.0, 26.0, 23.0, 20.0, 18.0];
const CODE_LEADING: f32 = 1.36;
/// More levels than this are told by name alone.
const MOST_DOTS: usize = 8;

/// Draws a picture.
pub fn draw(words: &Words<'_>) -> Option<Vec<u8>> {
    let (bold, regular) = (SEMIBOLD.as_ref()?, REGULAR.as_ref()?);
    let mut path = PathBuilder::new();
    let (face, size) = match words.main {
        Main::Title(text) => {
            title(bold, &bold.spells(text)?, &mut path);
            (regular, SMALL)
        }
        Main::Code(text) => {
            code(MONO.as_ref()?, text, &mut path)?;
            (bold, QUESTION)
        }
    };
    if words.main != Main::Title(words.above)
        && let Some(above) = face.spells(words.above)
    {
        face.outline(&shortened(face, &above, size, ROOM), size, (LEFT, 100.0), &mut path);
    }
    foot(words, bold, regular, &mut path);
    let mut mask = Mask::new(WIDTH, HEIGHT)?;
    mask.fill_path(&path.finish()?, FillRule::Winding, true, Transform::identity());
    Some(png::encode(WIDTH, HEIGHT, &palette(), &ink(mask.data())))
}

/// The title in the largest size it fits in, standing in the middle of its band.
fn title(face: &Face, text: &str, path: &mut PathBuilder) {
    let fits = |&(size, most): &(f32, usize)| {
        let lines = face.lines(text, size, ROOM);
        (lines.len() <= most).then_some((size, lines))
    };
    let (size, lines) = SIZES.iter().find_map(fits).unwrap_or_else(|| {
        let (size, most) = SIZES[SIZES.len() - 1];
        let mut lines = face.lines(text, size, ROOM);
        let last = lines.split_off(most - 1).join(" ");
        lines.push(shortened(face, &last, size, ROOM));
        (size, lines)
    });
    let leading = size * LEADING;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let (middle, count) = ((TITLE.0 + TITLE.1) as f32 / 2.0, lines.len() as f32);
    // From the first line's capitals to the last one's baseline.
    let mut y = middle - ((count - 1.0) * leading - size * 0.67) / 2.0;
    for line in &lines {
        face.outline(line, size, (LEFT, y), path);
        y += leading;
    }
}

/// Code in the largest size in which all of it can be read, from the top. `None` if a sign of it cannot be drawn.
fn code(face: &Face, text: &str, path: &mut PathBuilder) -> Option<()> {
    let lines: Vec<String> = text.trim_end().lines().map(|line| line.trim_end().replace('\t', "    ")).collect();
    if !lines.iter().all(|line| face.has_all(line)) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred lines")]
    let fits = |&size: &f32| {
        lines.len() as f32 * size * CODE_LEADING <= CODE.1 - CODE.0
            && lines.iter().all(|line| face.width(line, size) <= ROOM)
    };
    let size = CODE_SIZES.into_iter().find(fits).unwrap_or(CODE_SIZES[CODE_SIZES.len() - 1]);
    let mut y = CODE.0 + size;
    for (at, line) in lines.iter().enumerate() {
        let is_last = y + size * CODE_LEADING > CODE.1 && at + 1 < lines.len();
        let shown = if is_last { "…".to_owned() } else { shortened(face, line, size, ROOM) };
        face.outline(&shown, size, (LEFT, y), path);
        if is_last {
            break;
        }
        y += size * CODE_LEADING;
    }
    Some(())
}

fn foot(words: &Words<'_>, bold: &Face, regular: &Face, path: &mut PathBuilder) {
    let (mut x, y) = (LEFT, 566.0);
    if let Some((rank, of, label)) = words.level {
        if of <= MOST_DOTS {
            for dot in 1..=of {
                path.push_circle(x + 10.0, y - 11.0, 10.0);
                if dot > rank {
                    hole(path, x + 10.0, y - 11.0, 7.0);
                }
                x += 27.0;
            }
            x += 12.0;
        }
        if let Some(label) = bold.spells(label) {
            x = bold.outline(&shortened(bold, &label, SMALL, ROOM / 3.0), SMALL, (x, y), path) + 34.0;
        }
    }
    if let Some(below) = regular.spells(words.below) {
        let room = LEFT + ROOM - x;
        regular.outline(&shortened(regular, &below, SMALL, room), SMALL, (x, y), path);
    }
}

/// A circle drawn the other way round, which the winding rule leaves empty.
fn hole(path: &mut PathBuilder, x: f32, y: f32, radius: f32) {
    // What a circle of four curves wants.
    let k = radius * 0.5523;
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y - k, x + k, y - radius, x, y - radius);
    path.cubic_to(x - k, y - radius, x - radius, y - k, x - radius, y);
    path.cubic_to(x - radius, y + k, x - k, y + radius, x, y + radius);
    path.cubic_to(x + k, y + radius, x + radius, y + k, x + radius, y);
    path.close();
}

/// As much of a line as there is room for.
pub fn shortened(face: &Face, line: &str, size: f32, room: f32) -> String {
    if face.width(line, size) <= room {
        return line.to_owned();
    }
    let mut text = String::new();
    for letter in line.chars() {
        text.push(letter);
        if face.width(&format!("{text}…"), size) > room {
            text.pop();
            break;
        }
    }
    format!("{}…", text.trim_end())
}

/// Paper, then each ink from its palest step.
fn palette() -> Vec<[u8; 3]> {
    let mut palette = vec![PAPER];
    for ink in [QUIET, INK, ACCENT] {
        for step in 1..=STEPS {
            let mix = |at: usize| {
                let (paper, ink) = (i32::from(PAPER[at]), i32::from(ink[at]));
                u8::try_from(paper + (ink - paper) * i32::from(step) / i32::from(STEPS)).unwrap_or(0)
            };
            palette.push([mix(0), mix(1), mix(2)]);
        }
    }
    palette
}

/// From coverage to places in the palette; the ink is that of the band.
fn ink(coverage: &[u8]) -> Vec<u8> {
    let width = usize::try_from(WIDTH).unwrap_or(usize::MAX);
    let mut pixels = Vec::with_capacity(coverage.len());
    for (y, row) in coverage.chunks(width).enumerate() {
        let first = STEPS * u8::from(y >= TITLE.0) + STEPS * u8::from(y >= TITLE.1);
        let place = |&cover: &u8| {
            let step = (u16::from(cover) * u16::from(STEPS) + 127) / 255;
            if step == 0 { 0 } else { first + u8::try_from(step).unwrap_or(STEPS) }
        };
        let start = pixels.len();
        pixels.extend(row.iter().map(place));
        pixels[start..start + BAR].fill(3 * STEPS);
    }
    pixels
}
