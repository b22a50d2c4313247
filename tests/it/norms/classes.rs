//! Classes of sentences that a reader of other acts meets: terms without marks, denied nouns, main
//! clauses that no comma sets apart, lists inside one paragraph, what stands for a provision taken out.

use super::{compare, list};

#[test]
fn terms_define_without_marks() {
    compare(
        "en",
        "
        definition: mooring means a place where boats are kept;
        definition: Harbour means each basin in which a vessel may lie;
        definition: raft includes any platform that may float;
        definition: pilot has the same meaning as in the Harbours Act;
        declaration: The register includes the names of the owners.
        declaration: This section includes the annex.
        ",
        |n| n.modality.name(),
    );
    compare(
        "ru",
        "
        definition: Под стоянкой понимается место для катеров.
        definition: Под стоянкой следует понимать место для катеров.
        ",
        |n| n.modality.name(),
    );
}

#[test]
fn a_denied_noun_forbids() {
    compare(
        "en",
        "
        prohibition: No money shall be spent under this Act after the third day.
        prohibition: No pilot or master of a vessel may leave the bridge.
        obligation: Where no pilot is found the master shall wait.
        ",
        |n| n.modality.name(),
    );
}

#[test]
fn a_subordinate_clause_does_not_speak_for_the_sentence() {
    compare(
        "en",
        "
        declaration: The keeper is a person whom the harbour may dismiss.
        declaration: The licence is valid unless it is annulled by the court.
        obligation: Where a master pleads guilty to a charge the court shall record the plea.
        obligation: If a keeper has been sentenced to imprisonment the sentence shall be served ashore.
        declaration: In order to provide for safety, this code lays out the lanes.
        ",
        |n| n.modality.name(),
    );
    list(
        "en",
        "Article 1. Fund\n1. The fund consists of:\n1) sums that shall be paid by keepers;\n\
         2) gifts from the keepers.\n",
        &[("declaration", "sums"), ("declaration", "gifts from")],
    );
}

#[test]
fn verbs_of_state_and_of_procedure() {
    compare(
        "en",
        "
        declaration: The lanes shall be part of the harbour.
        declaration: The duty shall continue for ten days.
        declaration: This section may not be construed to limit a right.
        obligation: The harbour council adopts the annual plan.
        obligation: The meetings are convened by the eldest keeper.
        ",
        |n| n.modality.name(),
    );
    compare(
        "ru",
        "
        declaration: Причальный договор имеет приоритет перед обычаем.
        declaration: Каждый рейс рассматривается как отдельная услуга.
        declaration: Срок полномочий смотрителя пять лет.
        ",
        |n| n.modality.name(),
    );
    compare(
        "kk",
        "
        declaration: Кеңес бес мүшеден құралады.
        permission: Айлақ сот шешімі бойынша жабылуы мүмкін (мәжбүрлеп жабу).
        ",
        |n| n.modality.name(),
    );
}

#[test]
fn what_stands_for_a_provision_taken_out_is_no_norm() {
    compare(
        "en",
        "
        none: Repealed by the second Harbours Act of this year.
        none: [Note: this text was revised by the office of the editor.]
        none: This Act shall expire on 1 May 2027.
        ",
        |n| n.modality.name(),
    );
    compare(
        "ru",
        "
        none: Исключен законом о стоянках катеров и судов.
        none: См. нормативное постановление о стоянках.
        ",
        |n| n.modality.name(),
    );
    compare("kk", "none: алып тасталды – айлақтар туралы заңымен;", |n| n.modality.name());
}

#[test]
fn lists_inside_a_paragraph() {
    list(
        "en",
        "Section 1. The keeper may— (a) close the pier; or (b) move a boat.\n",
        &[("permission", "close"), ("permission", "move")],
    );
}

#[test]
fn shares_behind_a_dash_are_no_terms() {
    list(
        "ru",
        "Статья 1. Возврат\n1. Сбор составляет:\n1) в первой гавани – в полном размере;\n\
         2) во второй гавани – в половинном размере;\n3) в остальных – в размере трети.\n",
        &[
            ("declaration", "в первой"),
            ("declaration", "во второй"),
            ("declaration", "в остальных"),
        ],
    );
}

#[test]
fn a_part_that_anyone_may_play() {
    compare(
        "ru",
        "
        anyone: Налогоплательщик обязан вести учет.
        anyone: Покупатель вправе вернуть катер.
        ",
        |n| n.subject.name(),
    );
    compare("kk", "anyone: Салық төлеуші есеп жүргізуге міндетті.", |n| n.subject.name());
    compare(
        "en",
        "
        anyone: The applicant must sign the form.
        person: A student must sign the form.
        ",
        |n| n.subject.name(),
    );
}
