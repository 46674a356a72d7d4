// A small centre and the office over it, and one with an administrator.
#pragma once

#include <gtest/gtest.h>

#include "relais/office/accounts.hpp"
#include "relais/office/directory.hpp"
#include "relais/office/people.hpp"

#include "journal_rig.hpp"

namespace relais::test {

inline constexpr office::PasswordCost cheap{1, 8192};

struct Office {
    explicit Office(std::size_t connections = 2)
        : url(PrivateCluster::shared().fresh_database()),
          database(url, connections),
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
    AgentId administrator(const std::string& email) {
        office::Account account;
        account.centre = centre.centre;
        account.name = "Ada";
        account.email = email;
        account.role = Role::admin;
        return accounts.create(account, "longenough", at(0)).value();
    }
    std::string email(std::size_t agent) {
        return office::PeopleOffice(database, cheap).list(centre.centre, at(0)).value().people.at(agent).account.email;
    }

    std::string url;
    office::Database database;
    office::Accounts accounts;
    SmallCentre centre;
};

struct OfficeOfAda : Office {
    explicit OfficeOfAda(std::size_t connections = 2) : Office(connections) {}
    office::PeopleOffice people{database, cheap};
    AgentId ada = administrator("ada@jardin.example");
};

}  // namespace relais::test
