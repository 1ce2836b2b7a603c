//! The sentences of the rules themselves, which run as tests through the whole chain.
//!
//! A hit is marked up: `[A …]` actor, `[R …]` recipient, `*…*` trigger; in `speech/` `[S …]` source, `[C …]` content,
//! `[T …]` addressee, `*…*` cue; in `positions/` `[H …]` holder, `[P …]` the point at issue, `[T …]` toward whom. A miss is a bare sentence, with `=> rule.id` after it if another rule should win.

use std::sync::Arc;

use chancery_doc::{Argument, Cast, EntityId, Reading, Span};

/// What a marked stretch of a hit must turn out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// `[A …]`: an actor of the event.
    Actor,
    /// `[R …]`: a recipient of the event.
    Recipient,
    /// `*…*`: the trigger of the event, or the cue of the statement.
    Trigger,
    /// `[S …]`: the source of the statement.
    Source,
    /// `[C …]`: the content of the statement.
    Content,
    /// `[T …]`: the addressee of the statement, or at whom the position is directed.
    Addressee,
    /// `[H …]`: the holder of the position.
    Holder,
    /// `[P …]`: the point at issue, the topic of the position.
    Point,
}

/// What an example's rule must do with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expect {
    /// The rule fires, with the marked stretches in their roles.
    Hit {
        /// The marked stretches.
        marks: Vec<(Role, Span)>,
    },
    /// The rule does not fire.
    Miss {
        /// The rule that must fire in its place, if one is named.
        winner: Option<Arc<str>>,
    },
}

/// One sentence of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// The rule it belongs to.
    pub rule: Arc<str>,
    /// The sentence without markup.
    pub text: String,
    /// What must come of it.
    pub expect: Expect,
    /// The file it stands in, relative to the codebook's folder.
    pub file: Arc<str>,
    /// The line it stands on.
    pub line: usize,
}

impl Example {
    pub(crate) fn hit(rule: &Arc<str>, marked: &str, file: &Arc<str>, line: usize) -> Result<Example, String> {
        let mut text = String::new();
        let mut marks = Vec::new();
        let mut open: Vec<(Role, usize)> = Vec::new();
        let mut rest = marked;
        while let Some(c) = rest.chars().next() {
            let role = match rest.get(..3) {
                Some("[A ") => Some(Role::Actor),
                Some("[R ") => Some(Role::Recipient),
                Some("[S ") => Some(Role::Source),
                Some("[C ") => Some(Role::Content),
                Some("[T ") => Some(Role::Addressee),
                Some("[H ") => Some(Role::Holder),
                Some("[P ") => Some(Role::Point),
                _ => None,
            };
            if let Some(role) = role {
                open.push((role, text.len()));
                rest = &rest[3..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            match c {
                ']' | '*' => match open.last() {
                    Some(&(role, start)) if (c == '*') == (role == Role::Trigger) => {
                        open.pop();
                        marks.push((role, Span::at(start..text.len())));
                    }
                    _ if c == '*' => open.push((Role::Trigger, text.len())),
                    _ => {
                        return Err(format!(
                            "a \"]\" in the hit \"{marked}\" closes nothing; write [A …], [R …], [S …], [C …], [T …], [H …] or [P …]"
                        ));
                    }
                },
                '[' => {
                    return Err(format!(
                        "a \"[\" in the hit \"{marked}\" opens no role; write [A …], [R …], [S …], [C …], [T …], [H …] or [P …]"
                    ));
                }
                _ => text.push(c),
            }
        }
        if !open.is_empty() || !marks.iter().any(|(role, _)| *role == Role::Trigger) {
            return Err(format!("the hit \"{marked}\" lacks a *trigger* or a closing mark"));
        }
        Ok(Example { rule: Arc::clone(rule), text, expect: Expect::Hit { marks }, file: Arc::clone(file), line })
    }

    pub(crate) fn miss(rule: &Arc<str>, written: &str, file: &Arc<str>, line: usize) -> Example {
        let (text, winner) = match written.rsplit_once("=>") {
            Some((text, winner)) => (text.trim(), Some(Arc::from(winner.trim()))),
            None => (written.trim(), None),
        };
        let expect = Expect::Miss { winner };
        Example { rule: Arc::clone(rule), text: text.to_owned(), expect, file: Arc::clone(file), line }
    }

    /// Whether a reading of [`Example::text`] is what the codebook says it must be.
    ///
    /// # Errors
    /// With a sentence that says what is wrong.
    pub fn verdict(&self, reading: &Reading, cast: &Cast) -> Result<(), String> {
        let fired = || {
            let mut all: Vec<&str> = reading.events.iter().map(|e| &*e.rule).collect();
            all.extend(reading.statements.iter().map(|s| &*s.rule));
            all.extend(reading.positions.iter().map(|p| &*p.rule));
            if all.is_empty() { "no rule fired".to_owned() } else { format!("fired: {}", all.join(", ")) }
        };
        let is_fired = |rule: &str| {
            reading.events.iter().any(|e| &*e.rule == rule)
                || reading.statements.iter().any(|s| &*s.rule == rule)
                || reading.positions.iter().any(|p| &*p.rule == rule)
        };
        match &self.expect {
            Expect::Miss { .. } if is_fired(&self.rule) => {
                Err(format!("{} fired on its own miss; {}", self.rule, fired()))
            }
            Expect::Miss { winner: Some(winner) } if !is_fired(winner) => {
                Err(format!("{winner} should have won; {}", fired()))
            }
            Expect::Miss { .. } => Ok(()),
            Expect::Hit { marks } => {
                let mut complaint = format!("{} did not fire; {}", self.rule, fired());
                for event in reading.events.iter().filter(|e| e.rule == self.rule) {
                    // Two-sided events have all parties as actors, so there either mark means taking part. A party
                    // named by a pronoun may be marked where its name stands.
                    let joint = event.event_type.is_reciprocal();
                    let is_at = |argument: &Argument, span: Span| {
                        argument.span.overlaps(span) || cast.mentions_of(argument.entity).any(|m| m.span.overlaps(span))
                    };
                    let actor_at = |span: Span| event.actors.iter().any(|a| is_at(a, span));
                    let recipient_at = |span: Span| event.recipients.iter().any(|a| is_at(a, span));
                    let missing = marks.iter().find(|(role, span)| match role {
                        Role::Actor => !(actor_at(*span) || joint && recipient_at(*span)),
                        Role::Recipient => !(recipient_at(*span) || joint && actor_at(*span)),
                        Role::Trigger => !event.evidence.iter().any(|e| e.trigger.overlaps(*span)),
                        _ => true,
                    });
                    match missing {
                        None => return Ok(()),
                        Some(mark) => complaint = self.lacks(*mark),
                    }
                }
                for statement in reading.statements.iter().filter(|s| s.rule == self.rule) {
                    let covers = |spans: &[Span], span: Span| spans.iter().any(|s| s.overlaps(span));
                    let missing = marks.iter().find(|(role, span)| match role {
                        Role::Source => !covers(&statement.source, *span),
                        Role::Trigger => !covers(&statement.cue, *span),
                        Role::Content => !covers(&statement.content, *span),
                        Role::Addressee => {
                            !statement.addressee.is_some_and(|a| cast.mentions_of(a).any(|m| m.span.overlaps(*span)))
                        }
                        _ => true,
                    });
                    match missing {
                        None => return Ok(()),
                        Some(mark) => complaint = self.lacks(*mark),
                    }
                }
                for position in reading.positions.iter().filter(|p| p.rule == self.rule) {
                    let names = |id: Option<EntityId>, span: Span| {
                        id.is_some_and(|id| cast.mentions_of(id).any(|m| m.span.overlaps(span)))
                    };
                    let missing = marks.iter().find(|(role, span)| match role {
                        Role::Holder => !names(Some(position.holder), *span),
                        Role::Trigger => !position.evidence.iter().any(|e| e.trigger.overlaps(*span)),
                        Role::Point => !position.topic.span.overlaps(*span),
                        Role::Addressee => !names(position.toward, *span),
                        _ => true,
                    });
                    match missing {
                        None => return Ok(()),
                        Some(mark) => complaint = self.lacks(*mark),
                    }
                }
                Err(complaint)
            }
        }
    }

    fn lacks(&self, (role, span): (Role, Span)) -> String {
        let role = match role {
            Role::Actor => "actor",
            Role::Recipient => "recipient",
            Role::Trigger => "trigger",
            Role::Source => "source",
            Role::Content => "content",
            Role::Addressee => "addressee",
            Role::Holder => "holder",
            Role::Point => "topic",
        };
        format!("{} fired, but its {role} is not \"{}\"", self.rule, span.of(&self.text))
    }
}
