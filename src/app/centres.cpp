#include "app/centres.hpp"

#include <algorithm>
#include <utility>

#include "relais/base/log.hpp"

namespace relais {
namespace {

StorageError storage_error(const office::Error& error) {
    const bool away = error.problem == office::Problem::busy || error.problem == office::Problem::unreachable;
    return {away ? StorageProblem::unreachable : StorageProblem::failed, error.text};
}

}  // namespace

Result<Recovered, StorageError> Centres::open(CentreId centre, Instant now) {
    auto directory = office::load_directory(database_, centre, now);
    if (!directory) return storage_error(directory.error());
    // The lease first: what is read after it nobody else can change.
    auto taken = journal_.take(centre);
    if (!taken) return taken.error();
    auto recovered = recover(url_, centre, now);
    if (!recovered) return recovered.error();
    log::info("centre_opened", {{"centre", to_string(centre)},
                                {"epoch", taken.value().epoch},
                                {"head", recovered.value().head},
                                {"conversations", recovered.value().conversations.size()}});
    const std::lock_guard lock(mutex_);
    directories_.insert_or_assign(centre, std::move(directory).value());
    return std::move(recovered).value();
}

Result<Instant, StorageError> Centres::open_all(Instant now) {
    auto names = office::list_centres(database_);
    if (!names) return storage_error(names.error());
    Instant last{};
    for (const office::CentreName& name : names.value()) {
        auto recovered = open(name.id, now);
        if (!recovered) return StorageError{recovered.error().problem, name.name + ": " + recovered.error().text};
        last = std::max(last, recovered.value().last_instant);
        recovered_.insert_or_assign(name.id, std::move(recovered).value());
    }
    return last;
}

std::vector<CentreId> Centres::hand_over(FloorThread& floor) {
    std::vector<CentreId> centres;
    for (auto& [centre, recovered] : recovered_) {
        floor.open(centre, std::move(recovered), directories_.at(centre).settings);
        centres.push_back(centre);
    }
    recovered_.clear();
    return centres;
}

void Centres::forget(CentreId centre, bool lost) {
    const std::lock_guard lock(mutex_);
    (lost ? lost_ : forgotten_).insert(centre);
}

bool Centres::any_left() const {
    const std::lock_guard lock(mutex_);
    return lost_.size() < directories_.size();
}

std::shared_ptr<const Directory> Centres::directory() const {
    const std::lock_guard lock(mutex_);
    auto all = std::make_shared<Directory>();
    for (const auto& [centre, directory] : directories_) {
        for (const office::Site& site : directory.sites) all->add(centre, site);
    }
    return all;
}

Centres::Changes Centres::look(FloorThread& floor, Instant now) {
    Changes changes;
    auto names = office::list_centres(database_);
    if (!names) return changes;
    for (const office::CentreName& name : names.value()) {
        std::uint64_t known = 0;
        {
            const std::lock_guard lock(mutex_);
            if (lost_.contains(name.id)) continue;
            const auto found = directories_.find(name.id);
            if (found != directories_.end() && !forgotten_.contains(name.id)) known = found->second.settings->version;
        }
        if (known == 0) {
            auto recovered = open(name.id, now);
            if (!recovered) {
                log::warning("centre_not_opened", {{"centre", to_string(name.id)}, {"why", recovered.error().text}});
                continue;
            }
            const std::lock_guard lock(mutex_);
            forgotten_.erase(name.id);
            floor.open(name.id, std::move(recovered).value(), directories_.at(name.id).settings);
            changes.opened.push_back(name.id);
            changes.sites = true;
            continue;
        }
        auto version = office::settings_version(database_, name.id, now);
        if (!version || version.value() == known) continue;
        auto directory = office::load_directory(database_, name.id, now);
        if (!directory) {
            log::warning("settings_not_loaded", {{"centre", to_string(name.id)}, {"why", directory.error().text}});
            continue;
        }
        Command apply;
        apply.body = ApplySettings{directory.value().settings};
        if (!floor.submit(name.id, std::move(apply))) continue;  // full: the next look tries again
        log::info("settings_applied",
                  {{"centre", to_string(name.id)}, {"version", directory.value().settings->version}});
        const std::lock_guard lock(mutex_);
        directories_.insert_or_assign(name.id, std::move(directory).value());
        changes.sites = true;
    }
    return changes;
}

}  // namespace relais
