//! What a new guide begins with: the files of each kind of guide that `init` can make.

use clap::ValueEnum;

/// A path from the guide's root, and a text in which `TITLE`, `LANGUAGE` and `VERSION` are filled in.
pub type File = (&'static str, &'static str);

/// Kinds of guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Starter {
    /// Two topics that show how topics are written
    Plain,
    /// Interview questions with examples, follow-ups and a quiz
    Interview,
    /// Words of a language: a table of words, and a short topic where there is more to say
    Vocabulary,
    /// Lessons in an order, with something to try and a check at the end
    Course,
}

/// The file of a kind under `assets/init/`, at the path that it gets.
macro_rules! file {
    ($path:literal, $from:literal) => {
        ($path, include_str!(concat!("../../assets/init/", $from)))
    };
}

/// What every guide gets.
const SHARED: [File; 2] = [file!(".gitignore", "gitignore"), file!(".github/workflows/pages.yml", "pages.yml")];

const PLAIN: [File; 5] = [
    file!("book.toml", "book.toml"),
    file!("content/index.md", "index.md"),
    file!("content/first-steps/index.md", "first-steps/index.md"),
    file!("content/first-steps/what-is-a-topic.md", "first-steps/what-is-a-topic.md"),
    file!("content/first-steps/run-an-example.md", "first-steps/run-an-example.md"),
];

const INTERVIEW: [File; 6] = [
    file!("book.toml", "interview/book.toml"),
    file!("content/index.md", "interview/index.md"),
    file!("content/python/index.md", "interview/python/index.md"),
    file!("content/python/list-or-tuple.md", "interview/python/list-or-tuple.md"),
    file!("content/python/shared-default.md", "interview/python/shared-default.md"),
    file!("templates/topic.md", "interview/templates/topic.md"),
];

const VOCABULARY: [File; 7] = [
    file!("book.toml", "vocabulary/book.toml"),
    file!("content/index.md", "vocabulary/index.md"),
    file!("content/food/index.md", "vocabulary/food/index.md"),
    file!("content/food/words.csv", "vocabulary/food/words.csv"),
    file!("content/food/bread.md", "vocabulary/food/bread.md"),
    file!("content/food/to-eat.md", "vocabulary/food/to-eat.md"),
    file!("templates/topic.md", "vocabulary/templates/topic.md"),
];

const COURSE: [File; 7] = [
    file!("book.toml", "course/book.toml"),
    file!("content/index.md", "course/index.md"),
    file!("content/lesson-1/index.md", "course/lesson-1/index.md"),
    file!("content/lesson-1/numbers.md", "course/lesson-1/numbers.md"),
    file!("content/lesson-2/index.md", "course/lesson-2/index.md"),
    file!("content/lesson-2/assignment.md", "course/lesson-2/assignment.md"),
    file!("templates/topic.md", "course/templates/topic.md"),
];

impl Starter {
    /// Its files, `book.toml` first.
    pub fn files(self) -> impl Iterator<Item = File> {
        let own: &[File] = match self {
            Starter::Plain => &PLAIN,
            Starter::Interview => &INTERVIEW,
            Starter::Vocabulary => &VOCABULARY,
            Starter::Course => &COURSE,
        };
        own.iter().chain(&SHARED).copied()
    }
}
