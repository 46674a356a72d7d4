// What was done to accounts is read back page by page, with who did it, in words of today.
#include <algorithm>

#include <gtest/gtest.h>

#include "relais/office/administration.hpp"
#include "relais/office/people.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::PersonAct;
using office::PersonChange;

constexpr std::uint64_t newest_act = UINT64_MAX;

struct PeopleActsHouse : OfficeOfAda {
    std::vector<PersonAct> read(std::uint64_t before = newest_act) {
        auto acts = people.acts(centre.centre, before);
        EXPECT_TRUE(acts.ok()) << (acts.ok() ? "" : acts.error().code);
        return acts.ok() ? std::move(acts).value() : std::vector<PersonAct>{};
    }
    AgentId add_zoe() {
        office::PersonToAdd wish;
        wish.email = "zoe@jardin.example";
        wish.name = "Zoé";
        return people.add(centre.centre, ada, wish, at(0)).value().person.account.id;
    }
};

TEST(PeopleActs, SayWhoDidWhatToWhomAndWhatItWasBefore) {
    PeopleActsHouse house;
    const AgentId zoe = house.add_zoe();
    PersonChange change;
    change.name = "Zoé \"B\"";
    change.seats = 1;
    ASSERT_TRUE(house.people.change(house.centre.centre, house.ada, zoe, change, at(1)).ok());
    ASSERT_TRUE(house.people.reset_password(house.centre.centre, house.ada, zoe, at(2)).ok());
    ASSERT_TRUE(house.accounts.set_disabled("zoe@jardin.example", true).ok());
    const std::vector<PersonAct> acts = house.read();
    ASSERT_GE(acts.size(), 4u);
    EXPECT_EQ(acts[0].what, "disabled");
    EXPECT_TRUE(acts[0].by.is_nil()) << "the command line";
    EXPECT_EQ(acts[0].by_name, "");
    EXPECT_EQ(acts[0].who, zoe);
    EXPECT_EQ(acts[1].what, "password_reset");
    EXPECT_EQ(acts[1].by, house.ada);
    EXPECT_EQ(acts[1].by_name, "Ada");
    EXPECT_EQ(acts[1].changes, "{}");
    EXPECT_EQ(acts[2].what, "changed");
    EXPECT_EQ(acts[2].changes, R"({"name": ["Zoé", "Zoé \"B\""], "seats": [3, 1]})");
    EXPECT_EQ(acts[3].what, "added");
    EXPECT_EQ(acts[3].who_name, "Zoé \"B\"") << "as they are called now";
    EXPECT_GT(acts[3].at, Instant{});
    EXPECT_TRUE(std::ranges::is_sorted(acts, std::ranges::greater{}, &PersonAct::number));
}

TEST(PeopleActs, ComeInPagesOfAHundredEachOneOnce) {
    PeopleActsHouse house;
    const AgentId zoe = house.add_zoe();
    const std::size_t before = house.read().size();
    for (std::uint32_t n = 0; n < office::people_acts_a_page_max; ++n) {
        PersonChange change;
        change.name = "Zoé " + std::to_string(n);
        ASSERT_TRUE(house.people.change(house.centre.centre, house.ada, zoe, change, at(1)).ok());
    }
    const auto first = house.read();
    ASSERT_EQ(first.size(), office::people_acts_a_page_max);
    EXPECT_EQ(first.back().changes, R"({"name": ["Zoé", "Zoé 0"]})");
    const auto second = house.read(first.back().number);
    EXPECT_EQ(second.size(), before);
    EXPECT_LT(second.front().number, first.back().number);
    EXPECT_TRUE(house.read(second.back().number).empty());
}

TEST(PeopleActs, OfAnotherCentreAreNotRead) {
    PeopleActsHouse house;
    house.add_zoe();
    const SmallCentre other = make_small_centre(house.url, "Other");
    const auto acts = house.people.acts(other.centre, newest_act).value();
    EXPECT_TRUE(std::ranges::none_of(acts, [](const PersonAct& act) { return act.who_name == "Zoé"; }));
}

}  // namespace
}  // namespace relais::test
