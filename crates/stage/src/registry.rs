//! The list of stages that configs can name.

use std::marker::PhantomData;

use crate::{BuildContext, BuildError, Descriptor, Kind, Running, Stage};

/// A [`Stage`] without its types: what the registry holds and the wiring talks to.
pub trait Factory: Send + Sync {
    /// See [`Stage::descriptor`].
    fn descriptor(&self) -> Descriptor;

    /// JSON Schema of the options.
    fn schema(&self) -> serde_json::Value;

    /// The default of each option, as the stage itself fills it in; null where an option is required.
    fn defaults(&self) -> serde_json::Value;

    /// Reads options, giving the path of the value that is wrong.
    ///
    /// The value is what the config says; what it leaves out has its default in the answer.
    fn complete(&self, options: &serde_json::Value) -> Result<serde_json::Value, (String, String)>;

    /// See [`Stage::describe`]; `options` have passed [`Factory::complete`].
    fn describe(&self, options: &serde_json::Value) -> Result<Descriptor, BuildError>;

    /// See [`Stage::build`]; `options` have passed [`Factory::complete`].
    fn build(&self, options: serde_json::Value, context: &BuildContext) -> Result<Running, BuildError>;
}

struct Of<S>(PhantomData<fn() -> S>);

impl<S: Stage> Of<S> {
    fn read(options: &serde_json::Value) -> Result<S::Options, BuildError> {
        serde_path_to_error::deserialize(options)
            .map_err(|error| BuildError::option(error.path().to_string(), error.into_inner().to_string()))
    }
}

impl<S: Stage> Factory for Of<S> {
    fn descriptor(&self) -> Descriptor {
        S::descriptor()
    }

    fn schema(&self) -> serde_json::Value {
        schemars::schema_for!(S::Options).to_value()
    }

    fn defaults(&self) -> serde_json::Value {
        let empty = serde_json::Value::Object(serde_json::Map::new());
        Self::read(&empty)
            .ok()
            .and_then(|options| serde_json::to_value(options).ok())
            .unwrap_or(serde_json::Value::Null)
    }

    fn complete(&self, options: &serde_json::Value) -> Result<serde_json::Value, (String, String)> {
        let options: S::Options = serde_path_to_error::deserialize(options)
            .map_err(|error| (error.path().to_string(), error.into_inner().to_string()))?;
        serde_json::to_value(options).map_err(|error| (String::new(), error.to_string()))
    }

    fn describe(&self, options: &serde_json::Value) -> Result<Descriptor, BuildError> {
        S::describe(&Self::read(options)?)
    }

    fn build(&self, options: serde_json::Value, context: &BuildContext) -> Result<Running, BuildError> {
        S::build(Self::read(&options)?, context)
    }
}

/// The stages that configs can name. Filled by hand, in one place, so that none gets lost.
#[derive(Default)]
pub struct Registry {
    stages: Vec<Box<dyn Factory>>,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a stage.
    ///
    /// # Panics
    /// When one of that kind and name is there already.
    #[must_use]
    pub fn with<S: Stage>(mut self) -> Self {
        let descriptor = S::descriptor();
        assert!(
            self.get(descriptor.kind, descriptor.name).is_none(),
            "{} is in the registry twice",
            descriptor.path()
        );
        self.stages.push(Box::new(Of::<S>(PhantomData)));
        self
    }

    /// The stage of this kind and name.
    pub fn get(&self, kind: Kind, name: &str) -> Option<&dyn Factory> {
        self.iter().find(|factory| {
            let descriptor = factory.descriptor();
            descriptor.kind == kind && descriptor.name == name
        })
    }

    /// All stages, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Factory> {
        self.stages.iter().map(AsRef::as_ref)
    }
}
