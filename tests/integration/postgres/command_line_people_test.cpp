// The command line changes people with the rules of the page for people, but for those that protect an administrator from another.
#include "relais/office/administration.hpp"
#include "relais/office/people.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::PersonChange;

struct CommandLineHouse : OfficeOfAda {
    auto change(const PersonChange& wish) {
        return people.change(centre.centre, office::Author::command_line(), ada, wish, at(1));
    }
    /// "by what name: changes", newest first.
    std::vector<std::string> acts() {
        std::vector<std::string> found;
        const auto read = people.acts(centre.centre, UINT64_MAX).value();
        for (const auto& act : read)
            found.push_back(act.by_name + " " + act.what + " " + act.who_name + ": " + act.changes);
        return found;
    }
};

TEST(CommandLine, finds_people_by_their_email_in_any_case) {
    CommandLineHouse house;
    EXPECT_EQ(house.accounts.find("Ada@Jardin.example").value().id, house.ada);
    EXPECT_EQ(house.accounts.find("eve@jardin.example").error().problem, office::Problem::unknown);
}

TEST(CommandLine, changes_a_person_and_the_act_is_kept_as_its_own) {
    CommandLineHouse house;
    const auto in = house.accounts.sign_in("ada@jardin.example", "longenough", at(0)).value().value();
    const auto changed = house.change({.name = "Ada L.", .seats = 2, .skills = std::vector<std::string>{"fr", "en"}});
    ASSERT_TRUE(changed.ok()) << changed.error().code;
    EXPECT_EQ(changed.value().what, "name seats skills");
    EXPECT_FALSE(changed.value().sessions_ended);
    EXPECT_TRUE(house.accounts.check(in.token, at(2)).value().has_value());
    const auto acts = house.acts();
    ASSERT_EQ(acts.size(), 5u) << "and four were added";
    EXPECT_EQ(acts[0],
              R"( changed Ada L.: {"name": ["Ada", "Ada L."], "seats": [3, 2], "skills": [[], ["fr", "en"]]})");
}

TEST(CommandLine, may_take_the_role_of_the_last_administrator_and_hears_that_it_did) {
    CommandLineHouse house;
    const auto in = house.accounts.sign_in("ada@jardin.example", "longenough", at(0)).value().value();
    const auto changed = house.change({.role = Role::agent});
    ASSERT_TRUE(changed.ok()) << changed.error().code;
    EXPECT_TRUE(changed.value().nobody_administrates);
    EXPECT_TRUE(changed.value().sessions_ended);
    EXPECT_FALSE(house.accounts.check(in.token, at(2)).value().has_value());
    const auto back = house.change({.role = Role::admin});
    ASSERT_TRUE(back.ok());
    EXPECT_FALSE(back.value().nobody_administrates);
}

TEST(CommandLine, is_held_to_the_rules_of_the_fields) {
    CommandLineHouse house;
    const auto refusal = [&](const PersonChange& wish) {
        const auto changed = house.change(wish);
        return changed ? "" : changed.error().code + " " + changed.error().field;
    };
    EXPECT_EQ(refusal({.seats = 4}), "bad_value seats");
    ASSERT_TRUE(office::set_seats_max(house.database, house.centre.centre, 4).ok());
    EXPECT_EQ(refusal({.seats = 4}), "");
    EXPECT_EQ(refusal({.name = " "}), "text_empty name");
    EXPECT_EQ(refusal({.language = "FR"}), "bad_value language");
    EXPECT_EQ(refusal({.skills = std::vector<std::string>{std::string(41, 'x')}}), "text_too_long skills");
    EXPECT_EQ(house.people.change(house.centre.centre, office::Author::command_line(), id<AgentId>(9), {}, at(1))
                  .error()
                  .code,
              "unknown_person");
}

TEST(CommandLine, adds_people_with_the_rules_of_the_page_and_their_own_password) {
    CommandLineHouse house;
    const auto skills = [&] { return house.people.list(house.centre.centre, at(1)).value().skills; };
    const auto before = skills();
    const auto add = [&](const office::PersonToAdd& person, const std::string& password = "longenough") {
        const auto by = office::Author::command_line();
        const auto added = house.people.add_with_password(house.centre.centre, by, person, password, at(1));
        return added ? "" : added.error().code + " " + added.error().field;
    };
    const office::PersonToAdd zoe{"Zoe@jardin.example", "Zoé", Role::agent, 2, {"de"}, "fr"};
    const auto with = [&](auto change) {
        office::PersonToAdd person = zoe;
        change(person);
        return add(person);
    };
    EXPECT_EQ(with([](auto& person) { person.email = "é@jardin.example"; }), "bad_value email");
    EXPECT_EQ(with([](auto& person) { person.email = "zoe@jardin@example"; }), "bad_value email");
    EXPECT_EQ(with([](auto& person) { person.email = "ada@jardin.example"; }), "email_taken email");
    for (const char* bad : {"Zo\nè", "\x1b[2J", "\u202eeoZ", "Zo\xe9"})
        EXPECT_EQ(with([&](auto& person) { person.name = bad; }), "bad_value name") << bad;
    EXPECT_EQ(with([](auto& person) { person.name = "  "; }), "text_empty name");
    EXPECT_EQ(with([](auto& person) { person.skills = {"de", "\x1b[31m"}; }), "bad_value skills");
    EXPECT_EQ(with([](auto& person) { person.seats = 4; }), "bad_value seats");
    EXPECT_EQ(with([](auto& person) { person.language = "FR"; }), "bad_value language");
    EXPECT_EQ(add(zoe, "seven77"), "bad_value password");
    EXPECT_EQ(skills(), before) << "whoever is refused leaves no skill behind";
    EXPECT_EQ(add(zoe), "");
    const auto in = house.accounts.sign_in("zoe@jardin.example", "longenough", at(2)).value();
    ASSERT_TRUE(in.ok());
    EXPECT_FALSE(in.value().account.must_choose_password);
    EXPECT_EQ(house.acts().at(0), " added Zoé: {}");
}

TEST(CommandLine, makes_a_password_for_one_sign_in) {
    CommandLineHouse house;
    const auto in = house.accounts.sign_in("ada@jardin.example", "longenough", at(0)).value().value();
    const auto made =
        house.people.reset_password(house.centre.centre, office::Author::command_line(), house.ada, at(1));
    ASSERT_TRUE(made.ok()) << made.error().code;
    EXPECT_EQ(made.value().person.one_time_until, at(1) + std::chrono::hours{72});
    EXPECT_FALSE(house.accounts.check(in.token, at(2)).value().has_value());
    EXPECT_FALSE(house.accounts.sign_in("ada@jardin.example", "longenough", at(2)).value().ok());
    const auto once = house.accounts.sign_in("ada@jardin.example", made.value().password, at(2)).value();
    ASSERT_TRUE(once.ok());
    EXPECT_TRUE(once.value().account.must_choose_password);
    EXPECT_FALSE(house.accounts.sign_in("ada@jardin.example", made.value().password, at(3)).value().ok());
    EXPECT_EQ(house.acts().at(0), " password_reset Ada: {}");
}

}  // namespace
}  // namespace relais::test
