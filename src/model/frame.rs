//! The closed lists in which facts are told: what a norm does, to whom, how an instruction changes an act.
//!
//! Facts are filled from them and rules ask for them by name, so they stand below both.

macro_rules! names {
    ($(#[doc = $doc:literal])+ $list:ident { $($(#[doc = $what:literal])+ $variant:ident = $name:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $list { $($(#[doc = $what])+ $variant,)+ }

        impl $list {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in rules and output.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

names! {
    /// What a norm does.
    Modality {
        /// Binds to do.
        Obligation = "obligation",
        /// Binds not to do.
        Prohibition = "prohibition",
        /// Allows.
        Permission = "permission",
        /// Entitles.
        Right = "right",
        /// Limits.
        Restriction = "restriction",
        /// Punishes.
        Sanction = "sanction",
        /// Leaves a matter to a body or to another act.
        Delegation = "delegation",
        /// Says what a term means.
        Definition = "definition",
        /// States.
        Declaration = "declaration",
    }
}

names! {
    /// Who is bound or entitled.
    SubjectClass {
        /// Natural persons.
        Person = "person",
        /// Organisations.
        Organisation = "organisation",
        /// State bodies.
        State = "state-body",
        /// Officials.
        Official = "official",
        /// Not named: anyone, natural persons among them.
        Anyone = "anyone",
    }
}

names! {
    /// Which way a norm moves the position of its addressee.
    Direction {
        /// To the worse.
        Burdens = "burdens",
        /// To the better.
        Relieves = "relieves",
        /// Neither.
        Neutral = "neutral",
    }
}

names! {
    /// On what a norm makes its consequence depend.
    QualifierKind {
        /// A court's decision.
        ByCourt = "by-court",
        /// A law.
        ByLaw = "by-law",
        /// An act of a body, or its discretion.
        ByBody = "by-body",
        /// The consent of whom it concerns.
        Consent = "consent",
        /// Compensation.
        Compensation = "compensation",
        /// Exceptional cases.
        Exceptional = "exceptional",
        /// An explanation of rights and grounds.
        Explanation = "explanation",
        /// Publication.
        Publication = "publication",
    }
}

names! {
    /// Whether the thing that qualifies is there, absent, or the only way.
    Polarity {
        /// «по решению суда»
        With = "with",
        /// «без решения суда»
        Without = "without",
        /// «только по решению суда», «иначе как по решению суда»
        Only = "only",
    }
}

names! {
    /// What an amount counts.
    AmountUnit {
        /// Indices by which fines and benefits are reckoned.
        Index = "index",
        /// Hundredths of something.
        Percent = "percent",
        /// Money.
        Money = "money",
        /// Days.
        Days = "days",
        /// Months.
        Months = "months",
        /// Years.
        Years = "years",
    }
}

names! {
    /// What an instruction does to its target.
    Operation {
        /// Words the target anew.
        Restate = "restate",
        /// Adds a unit, or sentences to one.
        Insert = "insert",
        /// Takes a unit, or sentences of one, out.
        Delete = "delete",
        /// Puts words in the place of words.
        ReplaceWords = "replace-words",
        /// Adds words.
        InsertWords = "insert-words",
        /// Takes words out.
        DeleteWords = "delete-words",
        /// Ends the force of the target.
        Repeal = "repeal",
        /// Suspends the target, perhaps with an interim wording.
        Suspend = "suspend",
        /// Gives the target another number.
        Renumber = "renumber",
        /// Announces changes that follow in a list.
        Announce = "announce",
    }
}

names! {
    /// Which act a citation points into.
    CitedAct {
        /// The act in which it stands.
        This = "this",
        /// The constitution.
        Constitution = "constitution",
        /// Another act.
        Other = "other",
    }
}

names! {
    /// What is wrong with the form of a text, whatever its law.
    FlawKind {
        /// A number is left out: «1., 2., 4.».
        NumberSkipped = "number-skipped",
        /// A number is used twice: «1., 2., 2.».
        NumberRepeated = "number-repeated",
        /// A number is lower than the one before it.
        NumberBackwards = "number-backwards",
        /// Articles, chapters or sections begin anew in the middle of the act.
        NumberRestarted = "number-restarted",
        /// A unit is numbered with a Roman figure.
        NumberRoman = "number-roman",
        /// A unit is told by a letter.
        NumberLettered = "number-lettered",
        /// An inserted unit has a number of another form than «15-1»: «15.1», «15а», «15/1».
        NumberInserted = "number-inserted",
        /// An item of a list ends otherwise than its neighbours.
        ItemEnd = "item-end",
        /// A citation leads to a unit that the act does not have.
        CitationDangling = "citation-dangling",
        /// A unit cites itself by its number.
        CitationOfItself = "citation-of-itself",
        /// Two units do nothing but cite each other.
        CitationCircular = "citation-circular",
        /// A range runs from the higher number to the lower one.
        RangeBackwards = "range-backwards",
        /// A citation names one unit twice.
        CitedTwice = "cited-twice",
        /// A term is defined twice.
        TermDefinedTwice = "term-defined-twice",
        /// A defined term is used nowhere.
        TermUnused = "term-unused",
        /// A defined term stands out of the order of the alphabet.
        TermOutOfOrder = "term-out-of-order",
        /// A short name is given and used nowhere.
        ShortNameUnused = "short-name-unused",
        /// A short name is given twice.
        ShortNameTwice = "short-name-twice",
        /// An act is cited by a short name that was never given.
        ShortNameUndefined = "short-name-undefined",
        /// An abbreviation is explained nowhere.
        AbbreviationUnexplained = "abbreviation-unexplained",
        /// A number in figures and the same number in words are not the same.
        NumberAndWord = "number-and-word",
        /// A day that no calendar has.
        DateImpossible = "date-impossible",
        /// A quotation mark that nothing closes.
        QuotationUnclosed = "quotation-unclosed",
        /// A bracket that nothing closes.
        BracketUnclosed = "bracket-unclosed",
    }
}
