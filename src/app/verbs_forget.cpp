// `relais forget`: what visitors wrote and who they were, taken out for good.
#include <cstdio>
#include <utility>

#include "relais/office/forget.hpp"

#include "app/storage_visit.hpp"
#include "app/verb_words.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

std::string counted(std::uint64_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

/// "25211 lines in 1000 conversations, 12 left messages, 980 names of visitors".
std::string words_of(const office::Forgotten& gone) {
    return counted(gone.lines, "line") + " in " + counted(gone.conversations, "conversation") + ", " +
           counted(gone.left_messages, "left message") + ", " + counted(gone.names, "name") + " of visitors";
}

const char* verdict(bool dry_run) { return dry_run ? " would be taken out" : " taken out"; }

}  // namespace

int forget_old(const Configuration& configuration, const WhatToForget& what) {
    const std::uint32_t days = what.older_than_days.value_or(0);
    if (days < 1) return failed("--older-than takes 1 day at least");
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), what.centre);
    if (!centre) return failed(centre.error().text);
    office::ForgetOld wish;
    wish.before = now() - std::chrono::days{days};
    wish.count_only = what.dry_run;
    office::Forgotten so_far;
    wish.stored = [&so_far](const office::Forgotten& gone) { so_far = gone; };
    const auto gone = office::forget_old(visit->database(), centre.value(), wish);
    const std::string until = "before " + text_of(wish.before) + ": ";
    if (!gone)
        return failed(gone.error().text + "; " + until + words_of(so_far) + verdict(what.dry_run) +
                      " so far; run it again and it goes on");
    return done(until + words_of(gone.value()) + verdict(what.dry_run));
}

int forget_visitor(const Configuration& configuration, const WhatToForget& what) {
    const auto whose = parse_uuid(what.visitor);
    if (!whose)
        return failed("--visitor takes an id of 36 characters: a visitor's, a conversation's or a left message's");
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), what.centre);
    if (!centre) return failed(centre.error().text);
    const auto gone = office::forget_visitor(visit->database(), centre.value(), *whose, now(), what.dry_run);
    if (!gone) return failed(gone.error().text);
    if (const std::uint64_t open = gone.value().left_messages_open; open > 0) {
        const std::string words = counted(open, "left message") + " not done yet stays in the console, without words";
        std::fprintf(stderr, "relais: %s\n", words.c_str());
    }
    return done(words_of(gone.value()) + verdict(what.dry_run));
}

}  // namespace relais::verbs
