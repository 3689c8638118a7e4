//! The door of an exam, before, between and after its exercises, and while it is paused.

use bevy::prelude::*;
use bevy_egui::egui;

use super::{Screen, Shell, paper};
use crate::app::attempt::Attempt;
use crate::app::exam::{Door, ExamDesk, clock};
use crate::app::panels::exam::{ExamAsked, ExamView, exam_ui};
use crate::app::panels::top::wordmark;
use crate::locale::Lang;

pub fn show(
    mut commands: Commands,
    mut shell: Shell,
    desk: Option<ResMut<ExamDesk>>,
    mut attempt: Option<ResMut<Attempt>>,
) -> Result {
    let Some(mut desk) = desk else {
        shell.next.set(Screen::Home);
        return Ok(());
    };
    let lang = shell.settings.lang;
    let (_, mut window) = shell.window()?;
    shell.top(&mut window, wordmark, |_| {});
    let sitting = attempt.as_deref().filter(|_| desk.current.is_some());
    let view = view(&desk, sitting, lang);
    let desk = &mut *desk;
    let asked = egui::CentralPanel::default()
        .frame(paper())
        .show(&mut window, |ui| exam_ui(ui, &view, &mut desk.passphrase, &mut desk.code, lang))
        .inner;
    match asked {
        Some(ExamAsked::Unlock) => desk.unlock(),
        Some(ExamAsked::Begin(index)) => {
            if let Some(attempt) = desk.begin(index) {
                commands.insert_resource(attempt);
                if desk.door == Door::Rules {
                    shell.next.set(Screen::Work);
                }
            }
        }
        Some(ExamAsked::Code) => {
            if let Some(attempt) = &mut attempt
                && desk.code_typed(attempt)
                && desk.door == Door::Rules
            {
                shell.next.set(Screen::Work);
            }
        }
        Some(ExamAsked::Back) => {
            desk.door = Door::Rules;
            desk.code.clear();
            desk.said = None;
            shell.next.set(Screen::Work);
        }
        None => {}
    }
    Ok(())
}

fn view(desk: &ExamDesk, attempt: Option<&Attempt>, lang: Lang) -> ExamView {
    let ticket = &desk.room.ticket;
    let left = desk.left(attempt);
    let stages = desk.room.stages();
    ExamView {
        title: desk.room.title().to_owned(),
        session: ticket.session.clone(),
        id: ticket.candidate.id.clone(),
        name: ticket.candidate.name.clone(),
        minutes: ticket.minutes,
        left: clock(left, lang),
        aids: ticket.aids.clone(),
        exercises: stages
            .into_iter()
            .enumerate()
            .map(|(index, stage)| (desk.room.exercise_title(index, lang), Some(stage)))
            .collect(),
        open: desk.room.is_open(),
        in_time: left > 0,
        door: desk.door,
        said: desk.said.as_ref().map(|said| lang.say(said)),
    }
}
