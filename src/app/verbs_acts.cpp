// The verb that prints what people did: to accounts and, as supervisors, by hand.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "relais/office/acts.hpp"
#include "relais/office/people.hpp"

#include "app/storage_visit.hpp"
#include "app/verb_words.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

using Lines = std::vector<std::pair<Instant, std::string>>;

/// "Odile", "3", "fr en", "true", "none".
std::string words_of(const nlohmann::json& value) {
    if (!value.is_string() && !value.is_array()) return value.dump();
    std::string words;
    if (value.is_string()) words = value.get<std::string>();
    if (value.is_array()) {
        for (const auto& each : value) words += (words.empty() ? "" : " ") + words_of(each);
    }
    return words.empty() ? "none" : words;
}

/// "Ada: changed Odile <odile@jardin.example>: seats 3 -> 2".
std::string words_of(const office::PersonAct& act) {
    std::string words = (act.by_name.empty() ? "command line" : act.by_name) + ": " + act.what + " " + act.who_name +
                        " <" + act.who_email + ">";
    const auto changes = nlohmann::json::parse(act.changes, nullptr, false);
    if (!changes.is_object()) return words;
    const char* before = ": ";
    for (const auto& [field, both] : changes.items()) {
        if (!both.is_array() || both.size() != 2) continue;
        words += before + field + " " + words_of(both[0]) + " -> " + words_of(both[1]);
        before = ", ";
    }
    return words;
}

std::string said(const std::string& reason) { return reason.empty() ? "" : ": " + reason; }

/// "Odile: closed Conseil fr: lunch".
std::string words_of(const Act& act) {
    static constexpr std::array hands{"made automatic", "opened", "closed"};
    static constexpr std::array statuses{"offline", "available", "away", "missed"};
    const std::string by = act.by_name.empty() ? "somebody" : act.by_name;
    if (!act.agent.is_nil())
        return by + ": set " + act.of_name + " to " + statuses.at(static_cast<std::size_t>(act.status)) +
               said(act.reason);
    return by + ": " + hands.at(static_cast<std::size_t>(act.by_hand)) + " " + act.of_name + said(act.reason);
}

/// The newest `most` of one kind, page by page. False: they could not be read.
template <class Page>
bool take(Lines& lines, std::uint32_t most, std::uint32_t page_max, Page page) {
    std::uint64_t before = UINT64_MAX;
    for (std::size_t taken = 0; taken < most;) {
        const auto read = page(before);
        if (!read) return false;
        for (const auto& act : read.value()) lines.emplace_back(act.at, words_of(act));
        if (read.value().size() < page_max) break;
        taken += read.value().size();
        before = read.value().back().number;
    }
    return true;
}

}  // namespace

int list_acts(const Configuration& configuration, const std::string& name, std::uint32_t most) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    office::PeopleOffice people(visit->database());
    Lines lines;
    const bool read = take(lines, most, office::people_acts_a_page_max,
                           [&](std::uint64_t before) { return people.acts(centre.value(), before); }) &&
                      take(lines, most, office::acts_a_page_max, [&](std::uint64_t before) {
                          return office::read_acts(visit->database(), centre.value(), before);
                      });
    if (!read) return failed("the database has no time or does not answer: try again");
    // With `most` of each kind the newest of both are among them.
    std::ranges::stable_sort(lines, std::greater{}, [](const auto& line) { return line.first; });
    if (lines.size() > most) lines.resize(most);
    for (const auto& [at, words] : lines) print_line(text_of(at) + "  " + words);
    return 0;
}

}  // namespace relais::verbs
