//! One story: its documents read again and laid side by side.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rapporteur_record as wire;
use rapporteur_stage::{Archive, StageError};

use crate::places::Atlas;
use crate::spool::{Scratch, Spool};
use crate::told::{Told, reference};
use crate::words::moment;
use crate::{debates, events, figures, origins, people, quotes, timeline};

/// Documents of one story that are compared in detail: a story with more is chained together from
/// several, and all pairs of it are too many to look at.
const COMPARED: usize = 400;

/// Stories that were told already, for those who ask again: every report does. They wait in a file, and
/// are not kept where there is none.
#[derive(Debug)]
pub(crate) struct Telling(Mutex<Known>);

#[derive(Debug)]
struct Known {
    /// Where the JSON of each story is, where it is known.
    places: Vec<Option<(u64, u32)>>,
    spool: Spool,
    keeps: bool,
}

impl Telling {
    pub(crate) fn new(stories: usize, scratch: &Scratch) -> Self {
        let keeps = scratch.is_folder();
        let places = if keeps { vec![None; stories] } else { Vec::new() };
        Self(Mutex::new(Known { places, spool: scratch.spool("told"), keeps }))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked here ended the run.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn again(&self, story: usize) -> Result<Option<wire::Story>, StageError> {
        let Known { places, spool, .. } = &mut *self.known();
        let Some(&Some((at, len))) = places.get(story) else { return Ok(None) };
        let mut json = vec![0; len as usize];
        spool.read(at, &mut json)?;
        serde_json::from_slice(&json).map(Some).map_err(|error| StageError::Failed(error.to_string()))
    }

    pub(crate) fn keep(&self, number: usize, story: &wire::Story) -> Result<(), StageError> {
        let Known { places, spool, keeps } = &mut *self.known();
        if *keeps {
            let json = serde_json::to_vec(story).map_err(|error| StageError::Failed(error.to_string()))?;
            places[number] = Some((spool.append(&json)?, json.len() as u32));
        }
        Ok(())
    }
}

/// Tells the story of these documents.
pub(crate) async fn story(
    number: usize,
    documents: &[u32],
    archive: &dyn Archive,
) -> Result<wire::Story, StageError> {
    let mut told = Vec::new();
    let mut rest = Vec::new();
    for &at in documents {
        let document = archive.get(at as usize).await?;
        if told.len() < COMPARED {
            told.push(Told::of(&document));
        } else {
            rest.push(reference(&document));
        }
    }
    let debates = debates::align(&told);
    let origins = origins::of(&told, &debates.copies);
    let id = format!("s{}", number + 1);
    let atlas = Atlas::of(&told);
    let mut claims = figures::claims(&told, &origins.of, &atlas);
    claims.extend(quotes::claims(&told, &origins.of));
    claims.extend(events::claims(&told, &origins.of, &atlas));
    for (claim, number) in claims.iter_mut().zip(1..) {
        claim.id = format!("{id}c{number}");
    }
    let mut days: Vec<&str> = told
        .iter()
        .filter(|told| told.day.is_some())
        .filter_map(|told| told.reference.published.as_deref()?.get(..10))
        .collect();
    days.sort_unstable();
    let (start, end) = (days.first().map(|&day| day.to_owned()), days.last().map(|&day| day.to_owned()));
    let people = people::list(&told, &claims);
    Ok(wire::Story {
        title: title(&told),
        start,
        end,
        origins: origins.count,
        claims,
        timeline: timeline::timeline(&told, &origins.of),
        publication: timeline::publication(&told),
        syndication: origins.syndication,
        speeches: debates.speeches,
        people,
        not_compared: rest.len() as u32,
        documents: told
            .into_iter()
            .zip(&origins.of)
            .map(|(told, &origin)| wire::DocumentRef { origin: Some(origin), ..told.reference })
            .chain(rest)
            .collect(),
        id,
    })
}

/// The title of the lead: the earliest document that has one, by publication, then by ingest. Where none
/// has, what the first is called.
fn title(told: &[Told]) -> String {
    let titled = told.iter().enumerate().filter_map(|(at, told)| {
        Some((told.day, at, told.reference.title.as_ref().filter(|title| !title.trim().is_empty())?))
    });
    let minute = |at: usize| told[at].reference.published.as_deref().and_then(moment).unwrap_or(i64::MAX);
    let lead = titled.min_by_key(|&(day, at, _)| (day.unwrap_or(i32::MAX), minute(at), at));
    lead.map_or_else(|| told[0].reference.called(), |(_, _, title)| title.clone())
}
