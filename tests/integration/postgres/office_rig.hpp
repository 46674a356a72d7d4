// A small centre and the office over it.
#pragma once

#include <gtest/gtest.h>

#include "relais/office/accounts.hpp"
#include "relais/office/directory.hpp"

#include "journal_rig.hpp"

namespace relais::test {

inline constexpr office::PasswordCost cheap{1, 8192};

struct Office {
    Office()
        : url(PrivateCluster::shared().fresh_database()),
          database(url, 2),
          accounts(database, cheap),
          centre(make_small_centre(url)) {}

    office::Directory load() {
        auto loaded = office::load_directory(database, centre.centre, at(0));
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().text);
        return loaded.ok() ? std::move(loaded).value() : office::Directory{};
    }
    std::uint64_t version(Instant now = at(0)) {
        const auto version = office::settings_version(database, centre.centre, now);
        EXPECT_TRUE(version.ok());
        return version.ok() ? version.value() : 0;
    }
    std::string email(std::size_t agent) { return accounts.list(centre.centre).value().at(agent).email; }

    std::string url;
    office::Database database;
    office::Accounts accounts;
    SmallCentre centre;
};

}  // namespace relais::test
