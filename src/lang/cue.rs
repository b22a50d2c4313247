//! The closed list of cues: what a word or phrase of a language can tell about a clause.
//!
//! A language table gives the phrases for each cue; the code reasons over cues and knows no words.

macro_rules! cues {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// What a phrase tells about the clause in which it stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cue { $($(#[doc = $doc])+ $variant,)+ }

        impl Cue {
            /// Every cue, in the order of the list; the place of a cue is its class.
            pub const ALL: &'static [Cue] = &[$(Cue::$variant,)+];

            /// The name used in language tables.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Cue::$variant => $name,)+ }
            }
        }
    };
}

cues! {
    /// Takes effect, comes into force.
    Effect = "effect",
    /// Is in effect (with an end or a start).
    Valid = "valid",
    /// Is deemed to have taken effect.
    Deemed = "deemed",
    /// This act as a whole.
    ThisAct = "this-act",
    /// The bare word for an act; at the start of a sentence it means this act.
    BareAct = "bare-act",
    /// The rest of this act.
    Rest = "rest",
    /// It, he, they: the act or the unit named before.
    Pronoun = "pronoun",
    /// This, such: a thing named just before.
    Anaphor = "anaphor",
    /// On the day of publication or a time after it.
    Publication = "publication",
    /// After a lapse of time (the number is read beside it).
    Lapse = "lapse",
    /// On signing or adoption.
    Signing = "signing",
    /// On state registration.
    Registration = "registration",
    /// On a day that somebody has yet to appoint, or that another event brings.
    Appointed = "appointed",
    /// On the day after another day.
    NextDay = "next-day",
    /// Has no effect any more from a day on.
    Ends = "ends",
    /// Joins a name of an act or unit to the sentence as a ground, a case or a place, and not as its
    /// subject.
    Aside = "aside",
    /// The provisions that a list names.
    Listed = "listed",
    /// Beside a date: the act that follows or precedes was made on it.
    OfAct = "of-act",
    /// Opens a list of exceptions.
    Except = "except",
    /// A date from which (preposition or postposition beside the date).
    From = "from",
    /// A date until which.
    Until = "until",
    /// Extends or applies to.
    Extend = "extend",
    /// Does not extend or apply to.
    NoExtend = "no-extend",
    /// Retroactive force.
    Retroactive = "retroactive",
    /// Whenever the deed was done.
    Regardless = "regardless",
    /// No retroactive force.
    NotRetroactive = "not-retroactive",
    /// A deed, contract, person or period of the past: arisen, concluded, committed.
    PastFact = "past-fact",
    /// What a thing is, and no deed of anyone: built, made.
    NotDeed = "not-deed",
    /// Relations, contracts, applications, periods: what a law can be extended to.
    Relation = "relation",
    /// Before this act took effect.
    BeforeEffect = "before-effect",
    /// Earlier, previously: before something that the clause itself tells of, or before this act.
    Earlier = "earlier",
    /// Looks like a time before this act and is none: prematurely, three days before.
    NotBefore = "not-before",
    /// After this act took effect.
    AfterEffect = "after-effect",
    /// The earlier law goes on to govern.
    Saving = "saving",
    /// Only as far as it improves the position.
    Improves = "improves",
    /// Introduces definitions.
    Definitions = "definitions",
    /// History told: formerly, had been.
    History = "history",
    /// Must, is obliged.
    Obligation = "obligation",
    /// Is to be done, by whomever: shall be, is subject to.
    Impersonal = "impersonal",
    /// Need not, is not obliged.
    NoObligation = "no-obligation",
    /// Must not, is prohibited.
    Prohibition = "prohibition",
    /// May, is permitted.
    Permission = "permission",
    /// Has the right, is guaranteed.
    Right = "right",
    /// Is restricted or limited.
    Restriction = "restriction",
    /// Is punished, entails liability.
    Sanction = "sanction",
    /// Holds a right, without the words by which rights are granted.
    Entitles = "entitles",
    /// Forbids from the head of its clause, by a noun that it denies: no vessel shall.
    Forbids = "forbids",
    /// Opens what stands in the place of a provision taken out, or sends the reader elsewhere: repealed,
    /// see.
    Gone = "gone",
    /// States what is: is, consists of, counts as, applies to.
    Declares = "declares",
    /// Leaves a matter to a body or to another act.
    Delegates = "delegates",
    /// Says what a term means.
    Means = "means",
    /// A verb in the present tense, by which laws command.
    Acts = "acts",
    /// A verb in the infinitive or imperative, by which orders command.
    Commands = "commands",
    /// A treaty that speaks of itself or of its parties.
    Treaty = "treaty",
    /// Closes a statement on what something does not include.
    LeavesOut = "leaves-out",
    /// Names what does not include it: therein.
    LeavesOutFrom = "leaves-out-from",
    /// Sets a greatest amount: may not exceed.
    Ceiling = "ceiling",
    /// Ratifies, concludes or accedes to a treaty.
    Ratifies = "ratifies",
    /// Opens a subordinate clause.
    Subordinate = "subordinate",
    /// Leaves a part of the matter to a body: in the procedure set by it.
    Delegated = "delegated",
    /// By a court's decision.
    ByCourt = "by-court",
    /// By law, in the cases that a law lays down.
    ByLaw = "by-law",
    /// By an act of a body or at its discretion.
    ByBody = "by-body",
    /// With the consent of whom it concerns.
    Consent = "consent",
    /// With compensation.
    Compensation = "compensation",
    /// In exceptional cases.
    Exceptional = "exceptional",
    /// With an explanation of rights and grounds.
    Explanation = "explanation",
    /// Officially published.
    Published = "published",
    /// Only, not otherwise than.
    Only = "only",
    /// Without.
    Without = "without",
    /// For the purpose of.
    Purpose = "purpose",
    /// Hundredths.
    Percent = "percent",
    /// An index by which fines and benefits are reckoned.
    Index = "index",
    /// Money.
    Money = "money",
    /// Officials as subject.
    Official = "official",
    /// Pays, is levied.
    Pays = "pays",
    /// Is imposed, is introduced.
    Imposes = "imposes",
    /// Is exempted, is released, is forgiven.
    Relieves = "relieves",
    /// Loses, is deprived of.
    Deprives = "deprives",
    /// Is worsened, made stricter.
    Worsens = "worsens",
    /// Rises, is lengthened.
    Rise = "rise",
    /// Falls, is shortened.
    Fall = "fall",
    /// Is abolished, discontinued, deleted.
    Abolish = "abolish",
    /// Instead of.
    Instead = "instead",
    /// A tax, fee, contribution: what is paid.
    Levy = "levy",
    /// A punishment: fine, arrest, term.
    Penalty = "penalty",
    /// A benefit: pension, allowance, leave.
    Benefit = "benefit",
    /// An exemption, a privilege.
    Exemption = "exemption",
    /// A duty, a requirement, a bar, as a noun.
    Burden = "burden",
    /// Natural persons as subject.
    Person = "person",
    /// Names a part that persons and organisations alike may play: taxpayer, applicant, buyer.
    Role = "role",
    /// Organisations as subject.
    Organisation = "organisation",
    /// State bodies and officials as subject.
    State = "state",
    /// The constitution.
    Constitution = "constitution",
    /// Names in which the word for constitution names something else.
    NotConstitution = "not-constitution",
    /// A nationwide vote.
    Referendum = "referendum",
    /// Puts to a nationwide vote, or lays down that one decides.
    ByReferendum = "by-referendum",
    /// Adopted by a nationwide vote: of this act, or an attribute of the constitution named beside.
    AdoptedByReferendum = "adopted-by-referendum",
    /// To make changes in an act.
    Amend = "amend",
    /// Orders that changes be made.
    AmendOrder = "amend-order",
    /// To be worded anew.
    Restate = "restate",
    /// To be supplemented with a unit or words.
    Insert = "insert",
    /// To be deleted.
    Delete = "delete",
    /// To be replaced with other words.
    Replace = "replace",
    /// To be declared no longer in force.
    Repeal = "repeal",
    /// To be suspended.
    Suspend = "suspend",
    /// The words, the figures: what precedes quoted words.
    Words = "words",
    /// To be given another number.
    Renumber = "renumber",
    /// Beside quoted words that the target has.
    OldWords = "old-words",
    /// Beside quoted words that the target gets.
    NewWords = "new-words",
    /// Beside quoted words behind which others are put.
    AfterWords = "after-words",
    /// Beside quoted words before which others are put.
    BeforeWords = "before-words",
    /// The heading of a unit.
    Heading = "heading",
    /// The title of an act.
    ActTitle = "act-title",
    /// The preamble of an act.
    PreambleWord = "preamble-word",
    /// A sentence as part of a unit.
    Sentence = "sentence",
    /// The last one.
    LastOne = "last-one",
    /// Beside a unit behind which another is put.
    Behind = "behind",
    /// Everywhere in the text.
    Everywhere = "everywhere",
    /// In all cases of the words.
    AllCases = "all-cases",
    /// Of the following content: a new unit is named beside.
    Following = "following",
    /// A bare verb by which drafters take something out: strike, omit. It orders only where an act amends
    /// or words are quoted; so do the two below.
    DeleteVerb = "delete-verb",
    /// A bare verb by which drafters put something in: insert, add.
    InsertVerb = "insert-verb",
    /// A bare verb by which drafters put something in the place of another thing: substitute.
    ReplaceVerb = "replace-verb",
    /// A unit named next is new: a new subsection.
    NewUnit = "new-unit",
    /// The words that open a unit and lead to its list.
    LeadIn = "lead-in",
    /// The full stop, called by its name.
    NamedStop = "named-stop",
    /// The semicolon, called by its name.
    NamedSemicolon = "named-semicolon",
    /// The comma, called by its name.
    NamedComma = "named-comma",
    /// The colon, called by its name.
    NamedColon = "named-colon",
    /// What something is done by, behind the units that say it: according to.
    Grounds = "grounds",
    /// A row or a column of a table, which is no unit.
    Row = "row",
    /// The force of a provision, as what is suspended.
    Force = "force",
    /// An act of liability: criminal code, code of offences.
    LiabilityAct = "liability-act",
    /// Bringing an act in line with another.
    InLine = "in-line",
}
