// What administrators do to accounts, and what people do to their own, over a real schema.
#include "relais/office/people.hpp"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::OwnPassword;
using office::PersonChange;
using office::Problem;

struct PeopleHouse : OfficeOfAda {
    PeopleHouse() : OfficeOfAda(4) {}

    office::PersonToAdd zoe() {
        office::PersonToAdd wish;
        wish.email = "Zoe@Jardin.example";
        wish.name = "Zoé";
        wish.seats = 2;
        wish.skills = {"fr", "orchidées"};
        return wish;
    }
    office::OneTimePassword add_zoe(Instant now = at(0)) {
        auto added = people.add(centre.centre, ada, zoe(), now);
        EXPECT_TRUE(added.ok()) << (added.ok() ? "" : added.error().code);
        return std::move(added).value();
    }
    auto change(AgentId who, const PersonChange& wish) { return people.change(centre.centre, ada, who, wish, at(1)); }
    std::string refusal(AgentId who, const PersonChange& wish) {
        const auto changed = change(who, wish);
        return changed ? "" : changed.error().code + " " + changed.error().field;
    }
    office::SignIn sign_in(const std::string& password, Instant now, const std::string& email = "zoe@jardin.example") {
        return accounts.sign_in(email, password, now).value();
    }
    bool holds(const office::SignedIn& one, Instant now) { return accounts.check(one.token, now).value().has_value(); }
    /// "by what changes", oldest first.
    std::vector<std::string> acts(AgentId on) {
        pg::Connection connection(pg::ConnectOptions{.url = url});
        static constexpr pg::Query asked{
            "acts",
            "SELECT coalesce(name, 'command line') || ' ' || what || ' ' || changes::text FROM people_act "
            "LEFT JOIN agent ON id = by_agent WHERE agent_id = $1::uuid ORDER BY number"};
        const pg::Rows rows = connection.run(asked, pg::Parameters().add(on));
        std::vector<std::string> found;
        for (int row = 0; row < rows.count(); ++row) found.emplace_back(rows.text(row, 0));
        return found;
    }
};

TEST(People, are_added_with_a_password_for_one_sign_in) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    EXPECT_EQ(made.person.account.email, "zoe@jardin.example");
    EXPECT_EQ(made.person.account.seats, 2u);
    EXPECT_EQ(made.person.skills, (std::vector<std::string>{"fr", "orchidées"}));
    EXPECT_FALSE(made.person.signed_in_at.has_value());
    EXPECT_EQ(made.person.one_time_until, at(0) + std::chrono::hours{72});
    EXPECT_EQ(house.acts(made.person.account.id), std::vector<std::string>{"Ada added {}"});

    const auto first = house.sign_in(made.password, at(1));
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(first.value().account.must_choose_password);
    EXPECT_TRUE(house.accounts.check(first.value().token, at(2)).value()->account.must_choose_password);
    EXPECT_FALSE(house.sign_in(made.password, at(3)).ok()) << "once";

    const auto list = house.people.list(house.centre.centre, at(4)).value();
    EXPECT_EQ(list.people.size(), 5u);
    EXPECT_EQ(list.skills, (std::vector<std::string>{"fr", "orchidées"}));
    EXPECT_EQ(list.seats_max, 3u);
    EXPECT_EQ(list.people.back().account.name, "Zoé");
    EXPECT_TRUE(list.people.back().signed_in);
    EXPECT_EQ(list.people.back().signed_in_at, at(1));
}

TEST(People, have_three_days_for_the_first_sign_in_and_an_hour_to_choose) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    const auto too_late = house.sign_in(made.password, at(0) + std::chrono::hours{72});
    ASSERT_FALSE(too_late.ok());
    EXPECT_EQ(too_late.error().why, office::SignInRefused::Why::one_time_over);
    EXPECT_EQ(too_late.error().agent, made.person.account.id);
    const Instant late = at(0) + std::chrono::hours{72} - Duration{1};
    const auto in = house.sign_in(made.password, late);
    ASSERT_TRUE(in.ok());
    EXPECT_TRUE(house.holds(in.value(), late + std::chrono::minutes{59}));
    EXPECT_FALSE(house.holds(in.value(), late + std::chrono::hours{1}));
}

TEST(People, choose_their_own_password_and_go_on_under_a_new_token) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    const auto in = house.sign_in(made.password, at(1)).value();
    const office::Session session{in.account, in.session};
    const auto choose = [&](std::string_view next) {
        return house.accounts.change_own_password(session, "", next, at(2)).value();
    };
    EXPECT_EQ(choose("seven77").outcome, OwnPassword::Outcome::too_short);
    EXPECT_EQ(choose(std::string(129, 'x')).outcome, OwnPassword::Outcome::too_long);
    EXPECT_EQ(choose(made.password).outcome, OwnPassword::Outcome::unchanged);
    const OwnPassword chosen = choose("a garden in May");
    ASSERT_EQ(chosen.outcome, OwnPassword::Outcome::changed);
    EXPECT_FALSE(house.holds(in, at(3)));
    const auto goes_on = house.accounts.check(chosen.token, at(2) + std::chrono::hours{11}).value();
    ASSERT_TRUE(goes_on.has_value());
    EXPECT_EQ(goes_on->id, in.session);
    EXPECT_FALSE(goes_on->account.must_choose_password);
    EXPECT_FALSE(house.sign_in(made.password, at(3)).ok());
    EXPECT_FALSE(house.sign_in("a garden in May", at(3)).value().account.must_choose_password);
    EXPECT_EQ(house.acts(in.account.id).back(), "Zoé password_changed {}");
}

TEST(People, change_their_password_with_the_old_one_and_end_their_other_sessions) {
    PeopleHouse house;
    const std::string email = "ada@jardin.example";
    const auto here = house.sign_in("longenough", at(0), email).value();
    const auto elsewhere = house.sign_in("longenough", at(0), email).value();
    const office::Session session{here.account, here.session};
    const auto change = [&](std::string_view current, std::string_view next) {
        return house.accounts.change_own_password(session, current, next, at(1)).value();
    };
    EXPECT_EQ(change("", "another one").outcome, OwnPassword::Outcome::wrong);
    EXPECT_EQ(change("wrong password", "another one").outcome, OwnPassword::Outcome::wrong);
    EXPECT_EQ(change(std::string(129, 'x'), "another one").outcome, OwnPassword::Outcome::wrong);
    EXPECT_EQ(change("longenough", "longenough").outcome, OwnPassword::Outcome::unchanged);
    EXPECT_TRUE(house.holds(elsewhere, at(2)));
    const OwnPassword changed = change("longenough", "another one");
    ASSERT_EQ(changed.outcome, OwnPassword::Outcome::changed);
    EXPECT_FALSE(house.holds(elsewhere, at(2)));
    EXPECT_FALSE(house.holds(here, at(2)));
    EXPECT_TRUE(house.accounts.check(changed.token, at(2)).value().has_value());
    // It ends when it would have ended.
    EXPECT_FALSE(house.accounts.check(changed.token, at(0) + office::SessionLimits{}.absolute).value().has_value());
    EXPECT_FALSE(house.sign_in("longenough", at(2), email).ok());
    ASSERT_TRUE(house.accounts.revoke(here.session).ok());
    EXPECT_EQ(change("another one", "a third one").outcome, OwnPassword::Outcome::session_over);
}

TEST(People, lose_their_sessions_with_a_reset_another_role_and_disabling) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    const AgentId zoe = made.person.account.id;
    ASSERT_TRUE(house.accounts.set_password("zoe@jardin.example", "longenough").ok());
    auto in = house.sign_in("longenough", at(1)).value();
    const auto reset = house.people.reset_password(house.centre.centre, house.ada, zoe, at(2));
    ASSERT_TRUE(reset.ok());
    EXPECT_NE(reset.value().password, made.password);
    EXPECT_FALSE(house.holds(in, at(3)));
    EXPECT_FALSE(house.sign_in("longenough", at(3)).ok());
    EXPECT_FALSE(house.sign_in(made.password, at(3)).ok());
    EXPECT_TRUE(house.sign_in(reset.value().password, at(3)).value().account.must_choose_password);

    ASSERT_TRUE(house.accounts.set_password("zoe@jardin.example", "longenough").ok());
    in = house.sign_in("longenough", at(4)).value();
    EXPECT_FALSE(in.account.must_choose_password);
    EXPECT_FALSE(house.change(zoe, {.name = "Zoé B.", .seats = 1, .language = "en"}).value().sessions_ended);
    EXPECT_TRUE(house.holds(in, at(5)));
    const auto promoted = house.change(zoe, {.role = Role::supervisor}).value();
    EXPECT_TRUE(promoted.sessions_ended);
    EXPECT_EQ(promoted.what, "role");
    EXPECT_FALSE(house.holds(in, at(5)));
    in = house.sign_in("longenough", at(6)).value();
    EXPECT_TRUE(house.change(zoe, {.disabled = true}).value().sessions_ended);
    EXPECT_FALSE(house.holds(in, at(7)));
    EXPECT_FALSE(house.sign_in("longenough", at(7)).ok());
    EXPECT_FALSE(house.change(zoe, {.disabled = false}).value().sessions_ended);
    EXPECT_TRUE(house.sign_in("longenough", at(8)).ok());
    EXPECT_EQ(
        house.acts(zoe),
        (std::vector<std::string>{
            "Ada added {}", "command line password_reset {}", "Ada password_reset {}", "command line password_reset {}",
            R"(Ada changed {"name": ["Zoé", "Zoé B."], "seats": [2, 1], "language": ["fr", "en"]})",
            R"(Ada changed {"role": ["agent", "supervisor"]})", R"(Ada disabled {"disabled": [false, true]})",
            R"(Ada enabled {"disabled": [true, false]})"}));
}

TEST(People, change_what_the_floor_reads_and_nothing_when_nothing_changes) {
    PeopleHouse house;
    const AgentId zoe = house.add_zoe().person.account.id;
    const auto version = [&] { return office::settings_version(house.database, house.centre.centre, at(0)).value(); };
    auto before = version();
    EXPECT_EQ(house.change(zoe, {.name = "Zoé", .seats = 2, .disabled = false}).value().what, "");
    EXPECT_EQ(version(), before);
    EXPECT_EQ(house.acts(zoe).size(), 1u);
    EXPECT_EQ(house.change(zoe, {.seats = 1, .skills = {{"fr"}}}).value().what, "seats skills");
    EXPECT_GT(version(), before);
    const auto directory = office::load_directory(house.database, house.centre.centre, at(0));
    const auto& agents = directory.value().settings->agents;
    const auto found = std::ranges::find(agents, zoe, &AgentSettings::id);
    ASSERT_NE(found, agents.end());
    EXPECT_EQ(found->seats, 1u);
    EXPECT_EQ(found->skills, office::find_skills(house.database, house.centre.centre, {"fr"}).value());
    // Whoever types capitals means the same skill.
    EXPECT_EQ(house.change(zoe, {.skills = {{"FR"}}}).value().what, "");
    EXPECT_EQ(house.people.list(house.centre.centre, at(2)).value().skills,
              (std::vector<std::string>{"fr", "orchidées"}));
}

TEST(People, have_seats_within_the_centre_s_limit_also_when_that_was_lowered) {
    PeopleHouse house;
    const AgentId zoe = house.add_zoe().person.account.id;
    EXPECT_EQ(house.refusal(zoe, {.seats = 0}), "bad_value seats");
    EXPECT_EQ(house.refusal(zoe, {.seats = 4}), "bad_value seats");
    ASSERT_TRUE(office::set_seats_max(house.database, house.centre.centre, 5).ok());
    EXPECT_EQ(house.refusal(zoe, {.seats = 6}), "bad_value seats");
    EXPECT_EQ(house.refusal(zoe, {.seats = 5}), "");
    ASSERT_TRUE(office::set_seats_max(house.database, house.centre.centre, 3).ok());
    EXPECT_EQ(house.refusal(zoe, {.name = "Zoé B."}), "");
    EXPECT_EQ(house.refusal(zoe, {.name = "Zoé", .seats = 5}), "");  // as it was
    EXPECT_EQ(house.refusal(zoe, {.seats = 4}), "bad_value seats");
    auto wish = house.zoe();
    wish.email = "yves@jardin.example";
    wish.seats = 4;
    EXPECT_EQ(house.people.add(house.centre.centre, house.ada, wish, at(0)).error().field, "seats");
}

TEST(People, are_refused_with_a_word_and_the_field) {
    PeopleHouse house;
    const AgentId zoe = house.add_zoe().person.account.id;
    const auto add = [&](auto&& alter) {
        auto wish = house.zoe();
        wish.email = "yves@jardin.example";
        alter(wish);
        const auto added = house.people.add(house.centre.centre, house.ada, wish, at(0));
        return added ? "" : added.error().code + " " + added.error().field;
    };
    EXPECT_EQ(add([](auto& wish) { wish.email = "ZOE@jardin.example"; }), "email_taken email");
    EXPECT_EQ(add([](auto& wish) { wish.email = "no address"; }), "bad_value email");
    EXPECT_EQ(add([](auto& wish) { wish.name = std::string(81, 'x'); }), "text_too_long name");
    EXPECT_EQ(add([](auto& wish) { wish.name = " "; }), "text_empty name");
    EXPECT_EQ(add([](auto& wish) { wish.language = "french"; }), "bad_value language");
    EXPECT_EQ(add([](auto& wish) { wish.skills = {"fr", "a\nb"}; }), "bad_value skills");
    EXPECT_EQ(house.refusal(zoe, {.name = ""}), "text_empty name");
    for (int n = 0; n < 62; ++n)
        ASSERT_TRUE(office::add_skill(house.database, house.centre.centre, std::to_string(n)).ok());
    EXPECT_EQ(house.refusal(zoe, {.skills = {{"the 65th"}}}), "too_many_skills skills");
    EXPECT_EQ(add([](auto&) {}), "");
}

TEST(People, are_those_of_the_administrator_s_own_centre) {
    PeopleHouse house;
    const SmallCentre other = make_small_centre(house.url, "Other");
    EXPECT_EQ(house.refusal(other.agents[0], {.name = "Mine"}), "unknown_person ");
    EXPECT_EQ(house.refusal(id<AgentId>(9), {.name = "Mine"}), "unknown_person ");
    EXPECT_EQ(house.people.reset_password(house.centre.centre, house.ada, other.agents[0], at(0)).error().code,
              "unknown_person");
    // An administrator of one centre is nobody in another.
    EXPECT_EQ(house.people.change(other.centre, house.ada, other.agents[0], {.name = "Mine"}, at(0)).error().code,
              "not_allowed");
    EXPECT_EQ(house.people.list(other.centre, at(0)).value().people.size(), 3u);
}

TEST(People, are_managed_by_who_is_an_administrator_at_that_moment) {
    PeopleHouse house;
    const AgentId zoe = house.add_zoe().person.account.id;
    for (const AgentId by : {house.centre.agents[0], zoe, AgentId{}, id<AgentId>(9)}) {
        EXPECT_EQ(
            house.people.change(house.centre.centre, by, house.centre.agents[1], {.seats = 1}, at(0)).error().code,
            "not_allowed");
        EXPECT_EQ(house.people.reset_password(house.centre.centre, by, house.ada, at(0)).error().code, "not_allowed");
        EXPECT_EQ(house.people.add(house.centre.centre, by, house.zoe(), at(0)).error().code, "not_allowed");
    }
    // With a one-time password nobody manages others yet.
    ASSERT_EQ(house.refusal(zoe, {.role = Role::admin}), "");
    EXPECT_EQ(house.people.change(house.centre.centre, zoe, house.ada, {.seats = 1}, at(0)).error().code,
              "not_allowed");
}

TEST(People, keep_their_last_administrator_and_nobody_takes_it_from_himself) {
    PeopleHouse house;
    EXPECT_EQ(house.refusal(house.ada, {.role = Role::supervisor}), "last_administrator ");
    EXPECT_EQ(house.refusal(house.ada, {.disabled = true}), "last_administrator ");
    const AgentId bob = house.administrator("bob@jardin.example");
    EXPECT_EQ(house.refusal(house.ada, {.role = Role::agent}), "not_yourself ");
    EXPECT_EQ(house.refusal(house.ada, {.disabled = true}), "not_yourself ");
    EXPECT_EQ(house.people.reset_password(house.centre.centre, house.ada, house.ada, at(0)).error().code,
              "not_yourself");
    EXPECT_EQ(house.refusal(house.ada, {.name = "Ada L.", .role = Role::admin, .disabled = false}), "");
    EXPECT_EQ(house.refusal(bob, {.disabled = true}), "");
    EXPECT_EQ(house.refusal(house.ada, {.disabled = true}), "last_administrator ");
}

TEST(People, keep_one_administrator_when_two_disable_each_other_at_once) {
    PeopleHouse house;
    for (int round = 0; round < 10; ++round) {
        const AgentId bob = house.administrator("bob" + std::to_string(round) + "@jardin.example");
        const AgentId eve = house.administrator("eve" + std::to_string(round) + "@jardin.example");
        bool bob_did = false;
        std::thread other(
            [&] { bob_did = house.people.change(house.centre.centre, bob, eve, {.disabled = true}, at(1)).ok(); });
        const auto eve_did = house.people.change(house.centre.centre, eve, bob, {.disabled = true}, at(1));
        other.join();
        EXPECT_NE(bob_did, eve_did.ok());
        EXPECT_EQ(eve_did ? "not_allowed" : eve_did.error().code, "not_allowed");
    }
}

TEST(People, do_not_sign_in_with_a_password_that_was_changed_while_it_was_checked) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    // Both at once with the one-time password: only one of them is let in.
    office::SignIn other = office::SignInRefused{};
    std::thread rival([&] { other = house.sign_in(made.password, at(1)); });
    const auto mine = house.sign_in(made.password, at(1));
    rival.join();
    EXPECT_NE(mine.ok(), other.ok());
    using Why = office::SignInRefused::Why;  // by how much the other one was faster
    const Why why = (mine ? other : mine).error().why;
    EXPECT_TRUE(why == Why::overtaken || why == Why::one_time_over) << office::to_string(why);
}

TEST(People, do_not_sign_in_with_a_one_time_password_that_a_later_sign_in_has_used_up) {
    PeopleHouse house;
    const auto made = house.add_zoe();
    // The second began a moment earlier, but its password took longer to check.
    EXPECT_TRUE(house.sign_in(made.password, at(2)).ok());
    EXPECT_FALSE(house.sign_in(made.password, at(1)).ok());
}

}  // namespace
}  // namespace relais::test
