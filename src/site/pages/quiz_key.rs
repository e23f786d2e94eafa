//! The quizzes of a print page: numbered through, their answers in a key at its end.

use crate::path::encode_path;
use crate::view::{BodyPart, PrintChapter, PrintQuiz, PrintReason, QuizView};

/// Numbers the quizzes of a page and gives its key.
pub fn number(chapters: &mut [PrintChapter]) -> Vec<PrintQuiz> {
    let mut key = Vec::new();
    for chapter in chapters {
        number_body(&mut chapter.body, &chapter.title_html, &mut key);
        for topic in &mut chapter.topics {
            number_body(&mut topic.body, &topic.short_html, &mut key);
            number_body(&mut topic.asked, &topic.short_html, &mut key);
        }
    }
    key
}

fn number_body(body: &mut [BodyPart], name: &str, key: &mut Vec<PrintQuiz>) {
    for quiz in body.iter_mut().filter_map(|part| part.quiz.as_mut()) {
        let number = key.len() + 1;
        quiz.number = Some(number);
        key.push(answer(quiz, number, name));
    }
}

fn answer(quiz: &QuizView, number: usize, name: &str) -> PrintQuiz {
    let mut url = "#".to_owned();
    encode_path(&quiz.anchor, &mut url);
    let written = quiz.answers.iter().map(|it| match (&it.text, &it.pattern) {
        (Some(text), _) => text.clone(),
        (None, pattern) => format!("/{}/", pattern.as_deref().unwrap_or_default()),
    });
    let right = quiz.choices.iter().filter(|choice| choice.right).map(|choice| choice.letter.clone());
    let answers = match quiz.how {
        "short" => written.collect(),
        "order" => quiz.order.clone(),
        _ => right.collect(),
    };
    let reason = |(letter, html): (&String, &String)| PrintReason { letter: letter.clone(), html: html.clone() };
    let reasons = quiz.choices.iter().filter_map(|choice| Some(reason((&choice.letter, choice.why_html.as_ref()?))));
    PrintQuiz { number, url, topic_html: name.to_owned(), how: quiz.how, answers, reasons: reasons.collect() }
}
