//! The stages that configs can name.

use rapporteur_stage::Registry;

/// The configuration that ships: the weakest layer of every run.
pub const DEFAULT_CONFIG: &str = include_str!("../../../config/pipeline.toml");

/// Every built-in stage, by hand: link-time registration would silently lose a crate that nothing
/// names.
pub fn builtin() -> Registry {
    Registry::new()
        .with::<rapporteur_ingest_files::Files>()
        // new-stage: ingest
        .with::<rapporteur_normalize_encoding::Encoding>()
        .with::<rapporteur_normalize_encoding::Utf8>()
        .with::<rapporteur_normalize_html::Html>()
        .with::<rapporteur_normalize_blocks::Blocks>()
        .with::<rapporteur_normalize_metadata::Metadata>()
        .with::<rapporteur_normalize_markdown::Markdown>()
        .with::<rapporteur_normalize_debate::Debate>()
        .with::<rapporteur_command::NormalizeCommand>()
        // new-stage: normalize
        .with::<rapporteur_extract_sentences::Sentences>()
        .with::<rapporteur_extract_syntax::Words>()
        .with::<rapporteur_extract_syntax::Trees>()
        .with::<rapporteur_extract_entities::Entities>()
        .with::<rapporteur_extract_places::Places>()
        .with::<rapporteur_extract_quotes::Quotes>()
        .with::<rapporteur_extract_times::Times>()
        .with::<rapporteur_extract_figures::Figures>()
        .with::<rapporteur_extract_events::Events>()
        .with::<rapporteur_command::Command>()
        // new-stage: extract
        .with::<rapporteur_report_record::Record>()
        .with::<rapporteur_report_json::Json>()
        .with::<rapporteur_report_markdown::Markdown>()
        .with::<rapporteur_report_html::Html>()
        .with::<rapporteur_report_csv::Csv>()
        .with::<rapporteur_report_sqlite::Sqlite>()
        .with::<rapporteur_report_annotations::Annotations>()
        .with::<rapporteur_report_ftm::Ftm>()
        .with::<rapporteur_report_crate::Crate>()
    // new-stage: report
}
