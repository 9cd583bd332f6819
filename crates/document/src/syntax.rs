//! Words with their tags, and the trees over them, as in Universal Dependencies.

use std::ops::Range;

use crate::Span;
use crate::block::named;

named! {
    /// Universal part of speech (UD version 2).
    Tag {
        /// Adjective.
        Adj = "ADJ",
        /// Preposition or postposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Number.
        Num = "NUM",
        /// Particle: "to", "not", "'s".
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Anything else.
        X = "X",
    }
}

named! {
    /// Universal dependency relation (UD version 2), with the subtypes of English.
    Relation {
        /// A clause that modifies a noun.
        Acl = "acl",
        /// A relative clause.
        AclRelcl = "acl:relcl",
        /// A clause that modifies a verb.
        Advcl = "advcl",
        /// A relative clause on a whole clause ("…, which surprised us").
        AdvclRelcl = "advcl:relcl",
        /// An adverb.
        Advmod = "advmod",
        /// An adjective of a noun.
        Amod = "amod",
        /// An apposition.
        Appos = "appos",
        /// An auxiliary.
        Aux = "aux",
        /// The auxiliary of a passive.
        AuxPass = "aux:pass",
        /// A preposition or possessive mark.
        Case = "case",
        /// A coordinating conjunction.
        Cc = "cc",
        /// "both", "either" before a coordination.
        CcPreconj = "cc:preconj",
        /// A clause as object, with a subject of its own.
        Ccomp = "ccomp",
        /// A noun before a noun.
        Compound = "compound",
        /// The particle of a phrasal verb.
        CompoundPrt = "compound:prt",
        /// A later part of a coordination.
        Conj = "conj",
        /// The verb "to be" beside a predicate.
        Cop = "cop",
        /// A clause as subject.
        Csubj = "csubj",
        /// A clause as subject of a clausal predicate.
        CsubjOuter = "csubj:outer",
        /// A clause as subject of a passive.
        CsubjPass = "csubj:pass",
        /// Unknown.
        Dep = "dep",
        /// A determiner.
        Det = "det",
        /// "all" in "all the".
        DetPredet = "det:predet",
        /// "yes", "well".
        Discourse = "discourse",
        /// A part moved out of its place.
        Dislocated = "dislocated",
        /// "there", "it" without meaning.
        Expl = "expl",
        /// A later part of a fixed expression.
        Fixed = "fixed",
        /// A later part of a name.
        Flat = "flat",
        /// A later part of a word that was written apart.
        Goeswith = "goeswith",
        /// The indirect object.
        Iobj = "iobj",
        /// An item of a list.
        List = "list",
        /// "that", "to", "if" before a clause.
        Mark = "mark",
        /// A noun that modifies a noun, with its preposition.
        Nmod = "nmod",
        /// A title or description before a name.
        NmodDesc = "nmod:desc",
        /// A noun phrase as a noun's adverb.
        NmodNpmod = "nmod:npmod",
        /// A possessor.
        NmodPoss = "nmod:poss",
        /// A noun on a noun without preposition.
        NmodUnmarked = "nmod:unmarked",
        /// The subject.
        Nsubj = "nsubj",
        /// The subject of a clausal predicate.
        NsubjOuter = "nsubj:outer",
        /// The subject of a passive.
        NsubjPass = "nsubj:pass",
        /// A number of a noun.
        Nummod = "nummod",
        /// The direct object.
        Obj = "obj",
        /// A noun on a verb, with its preposition.
        Obl = "obl",
        /// The "by" of a passive.
        OblAgent = "obl:agent",
        /// A noun phrase as adverb.
        OblNpmod = "obl:npmod",
        /// A time as adverb.
        OblTmod = "obl:tmod",
        /// A noun on a verb without preposition.
        OblUnmarked = "obl:unmarked",
        /// A part whose head was left out.
        Orphan = "orphan",
        /// A sentence beside a sentence.
        Parataxis = "parataxis",
        /// A mark.
        Punct = "punct",
        /// A part that was taken back.
        Reparandum = "reparandum",
        /// The head of the sentence.
        Root = "root",
        /// The one spoken to.
        Vocative = "vocative",
        /// A clause as object whose subject stands in the outer clause.
        Xcomp = "xcomp",
    }
}

impl Relation {
    /// Whether the universal part, that before the colon, is that of `other`.
    pub fn is(self, other: Self) -> bool {
        self.universal() == other.universal()
    }

    /// The part before the colon: `nsubj` of `nsubj:pass`.
    pub fn universal(self) -> &'static str {
        let name = self.as_str();
        name.split_once(':').map_or(name, |(universal, _)| universal)
    }
}

named! {
    /// What a tagger takes a name for, in the classes of CoNLL-2003.
    NameKind {
        /// A person or family.
        Person = "PER",
        /// A company, party, ministry, team, …
        Organization = "ORG",
        /// A country, city, river, …
        Location = "LOC",
        /// A people, language, event, work, …
        Other = "MISC",
    }
}

/// A word in the sense of Universal Dependencies: `Kenya` and `'s` are two, `did` and `n't` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text.
    pub span: Span,
    /// Its part of speech.
    pub tag: Tag,
}

/// A name as the tagger saw it: neighbouring words of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Places in [`Syntax::words`].
    pub words: Range<u32>,
    /// What it is taken for.
    pub kind: NameKind,
}

/// A word's place in its sentence's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// Place of the head in [`Syntax::words`]; none for the root.
    pub head: Option<u32>,
    /// What the word is to its head.
    pub relation: Relation,
}

/// The words of a document's sentences, in order, with what the tagger and the parser say of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syntax {
    /// Every word.
    pub words: Vec<Word>,
    /// For each of [`crate::Document::sentences`], the same index: its words.
    pub sentences: Vec<Range<u32>>,
    /// Names, ascending, apart.
    pub names: Vec<Name>,
    /// For each word, the same index: its place in the tree. Empty when nobody parsed.
    pub trees: Vec<Dependency>,
    /// Engine and model that made it, such as `compact`: the rule of what is read from it.
    pub engine: &'static str,
}

impl Syntax {
    /// Words of sentence `index` as places in [`Syntax::words`].
    pub fn of_sentence(&self, index: usize) -> Range<usize> {
        self.sentences.get(index).map_or(0..0, |words| words.start as usize..words.end as usize)
    }

    /// The bytes of a name.
    ///
    /// # Panics
    /// When the name is not one of these words.
    pub fn span_of(&self, name: &Name) -> Span {
        let words = &self.words[name.words.start as usize..name.words.end as usize];
        let last = words.last().expect("a name has words");
        Span::new(words[0].span.start(), last.span.end())
    }
}
