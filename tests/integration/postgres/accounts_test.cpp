// Passwords and sessions over a real schema.
#include "relais/office/accounts.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::Problem;

TEST(Accounts, sign_in_with_the_right_password_and_no_other) {
    Office office;
    const std::string email = office.email(0);
    const auto refused = [&](std::string_view who, std::string_view password) {
        const auto answer = office.accounts.sign_in(who, password, at(0));
        return answer && !answer.value() ? to_string(answer.value().error().why) : "let in";
    };
    EXPECT_EQ(refused(email, "wrong password"), "wrong_password");
    EXPECT_EQ(refused("nobody@example.org", "longenough"), "unknown");
    EXPECT_EQ(refused(email, std::string(129, 'x')), "unknown") << "not even looked up";
    std::string upper = email;
    upper[0] = 'A';
    const auto signed_in = office.accounts.sign_in(upper, "longenough", at(0));
    ASSERT_TRUE(signed_in.ok() && signed_in.value().ok());
    EXPECT_EQ(signed_in.value().value().account.name, "Amel");
    const auto session = office.accounts.check(signed_in.value().value().token, at(1));
    ASSERT_TRUE(session.ok() && session.value().has_value());
    EXPECT_EQ(session.value()->id, signed_in.value().value().session);
    EXPECT_EQ(session.value()->account.id, signed_in.value().value().account.id);
    EXPECT_FALSE(office.accounts.check("another token", at(1)).value().has_value());
}

TEST(Accounts, end_sessions_that_are_idle_over_or_revoked) {
    Office office;
    const office::SessionLimits limits;
    const auto sign_in = [&](Instant now) {
        return office.accounts.sign_in(office.email(0), "longenough", now).value().value();
    };
    const auto holds = [&](const office::SignedIn& one, Instant now) {
        return office.accounts.check(one.token, now).value().has_value();
    };

    const auto idle = sign_in(at(0));
    EXPECT_TRUE(holds(idle, at(0) + limits.idle - Duration{1}));
    EXPECT_TRUE(holds(idle, at(0) + 2 * limits.idle - Duration{2}));  // use moved it
    EXPECT_FALSE(holds(idle, at(0) + 3 * limits.idle));

    const auto used = sign_in(at(0));
    for (Instant now = at(0); now < at(0) + limits.absolute; now += limits.idle / 2) EXPECT_TRUE(holds(used, now));
    EXPECT_FALSE(holds(used, at(0) + limits.absolute));

    const auto revoked = sign_in(at(0));
    const auto kept = sign_in(at(0));
    ASSERT_TRUE(office.accounts.revoke(revoked.session).ok());
    EXPECT_FALSE(holds(revoked, at(1)));
    EXPECT_TRUE(holds(kept, at(1)));
    const office::Session open[] = {{revoked.account, revoked.session}, {kept.account, kept.session}};
    EXPECT_EQ(office.accounts.ended(open, at(1)).value(), std::vector<Uuid>{revoked.session});
    office::Session promoted{kept.account, kept.session};
    promoted.account.role = Role::supervisor;
    EXPECT_EQ(office.accounts.ended(std::span(&promoted, 1), at(1)).value(), std::vector<Uuid>{kept.session});
}

TEST(Accounts, keep_a_session_that_is_in_use_and_end_one_that_nobody_uses) {
    Office office;
    const office::SessionLimits limits;
    const auto sign_in = [&] { return office.accounts.sign_in(office.email(0), "longenough", at(0)).value().value(); };
    const auto used = sign_in();
    const auto idle = sign_in();
    const office::Session open[] = {{used.account, used.session, true}, {idle.account, idle.session, false}};
    EXPECT_TRUE(office.accounts.ended(open, at(0) + limits.idle / 2).value().empty());
    EXPECT_EQ(office.accounts.ended(open, at(0) + limits.idle).value(), std::vector<Uuid>{idle.session});
    // Being asked about moved the limit of the first alone, and no use moves the absolute one.
    const office::Session unused[] = {{used.account, used.session, false}};
    EXPECT_TRUE(office.accounts.ended(unused, at(0) + 2 * limits.idle - Duration{1}).value().empty());
    EXPECT_EQ(office.accounts.ended(std::span(open, 1), at(0) + limits.absolute).value(),
              std::vector<Uuid>{used.session});
}

TEST(Accounts, end_all_sessions_with_the_password_and_with_the_account) {
    Office office;
    const std::string email = office.email(1);
    const auto first = office.accounts.sign_in(email, "longenough", at(0)).value().value();
    ASSERT_TRUE(office.accounts.set_password(email, "another one").ok());
    EXPECT_FALSE(office.accounts.check(first.token, at(1)).value().has_value());
    EXPECT_FALSE(office.accounts.sign_in(email, "longenough", at(1)).value().ok());
    const auto second = office.accounts.sign_in(email, "another one", at(1)).value().value();
    ASSERT_TRUE(office.accounts.set_disabled(email, true).ok());
    EXPECT_FALSE(office.accounts.check(second.token, at(2)).value().has_value());
    const auto refused = office.accounts.sign_in(email, "another one", at(2)).value();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().why, office::SignInRefused::Why::disabled);
    const office::Session open{second.account, second.session};
    EXPECT_EQ(office.accounts.ended(std::span(&open, 1), at(2)).value().size(), 1u);
    EXPECT_EQ(office.accounts.set_password("nobody@example.org", "longenough").error().problem, Problem::unknown);
}

TEST(Accounts, refuse_what_is_no_account) {
    Office office;
    office::Account account;
    account.centre = office.centre.centre;
    account.email = "new@example.org";
    account.name = "New";
    EXPECT_EQ(office.accounts.create(account, "seven77", at(0)).error().problem, Problem::not_allowed);
    account.seats = 4;
    EXPECT_EQ(office.accounts.create(account, "longenough", at(0)).error().problem, Problem::not_allowed);
    account.seats = 3;
    account.email = "no e-mail";
    EXPECT_EQ(office.accounts.create(account, "longenough", at(0)).error().problem, Problem::not_allowed);
    account.email = office.email(0);
    EXPECT_EQ(office.accounts.create(account, "longenough", at(0)).error().problem, Problem::exists);
    account.email = "new@example.org";
    account.centre = id<CentreId>(9);
    EXPECT_FALSE(office.accounts.create(account, "longenough", at(0)).ok());
}

TEST(Accounts, raise_the_cost_of_an_old_hash_at_the_next_sign_in) {
    Office office;
    office::Accounts dearer(office.database, office::PasswordCost{2, 16384});
    ASSERT_TRUE(dearer.sign_in(office.email(0), "longenough", at(0)).value().ok());
    pg::Connection connection(pg::ConnectOptions{.url = office.url});
    static constexpr pg::Query dear{"dear", "SELECT count(*) FROM agent WHERE password_hash LIKE '%m=16,t=2%'"};
    EXPECT_EQ(connection.run(dear).integer(0, 0), 1);
    EXPECT_TRUE(dearer.sign_in(office.email(0), "longenough", at(0)).value().ok());
}

}  // namespace
}  // namespace relais::test
