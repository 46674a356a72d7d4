// Settings, history, left messages and exposure over a real schema.
#include "relais/office/administration.hpp"
#include "relais/office/demo_centre.hpp"
#include "relais/office/directory.hpp"
#include "relais/office/exposure.hpp"
#include "relais/office/history.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::Problem;

TEST(Directory, loads_what_was_added) {
    Office office;
    const auto french = office::add_skill(office.database, office.centre.centre, "fr");
    const auto english = office::add_skill(office.database, office.centre.centre, "en");
    ASSERT_TRUE(french.ok() && english.ok());
    EXPECT_EQ(french.value(), 1u);
    EXPECT_EQ(english.value(), 2u);
    EXPECT_EQ(office::add_skill(office.database, office.centre.centre, "en").value(), 2u);
    EXPECT_EQ(office::find_skills(office.database, office.centre.centre, {"fr", "en"}).value(), 3u);

    office::QueueToAdd queue;
    queue.name = "Weekdays";
    queue.priority = 3;
    queue.offer_mode = OfferMode::auto_accepted;
    queue.places = 4;
    queue.target = Duration{20'000};
    queue.handling_guess = Duration{120'000};
    queue.wrap_up = Duration{30'000};
    queue.required = 1;
    queue.hours.always = false;
    queue.hours.week = {{1, {std::chrono::hours{9}, std::chrono::hours{24}}}};
    queue.hours.exceptions = {
        {std::chrono::year{2026} / 12 / 25, {}},
        {std::chrono::year{2026} / 12 / 24, office::Span{std::chrono::hours{9}, std::chrono::hours{12}}},
        {std::chrono::year{2026} / 12 / 24, office::Span{std::chrono::hours{13}, std::chrono::hours{14}}}};
    const auto queue_id = office::add_queue(office.database, office.centre.centre, queue, at(0));
    ASSERT_TRUE(queue_id.ok()) << queue_id.error().text;
    const auto entry_point =
        office::add_entry_point(office.database, office.centre.centre, "English", queue_id.value(), 2, at(0));
    ASSERT_TRUE(entry_point.ok());
    ASSERT_TRUE(office::set_site_entry_point(office.database, office.centre.centre, office.centre.site, "en",
                                             entry_point.value())
                    .ok());

    const office::Directory directory = office.load();
    const Settings& settings = *directory.settings;
    EXPECT_EQ(settings.version, office.version());
    ASSERT_EQ(settings.queues.size(), 2u);
    const QueueSettings& loaded = settings.queues[0].id == queue_id.value() ? settings.queues[0] : settings.queues[1];
    EXPECT_EQ(loaded.name, "Weekdays");
    EXPECT_EQ(loaded.priority, 3);
    EXPECT_EQ(loaded.offer_mode, OfferMode::auto_accepted);
    EXPECT_EQ(loaded.places, 4u);
    EXPECT_EQ(loaded.target, Duration{20'000});
    EXPECT_EQ(loaded.handling_guess, Duration{120'000});
    EXPECT_EQ(loaded.wrap_up, Duration{30'000});
    EXPECT_EQ(loaded.hours, office::hours_changes(queue.hours, at(0) - std::chrono::days{1}).value());
    EXPECT_GT(loaded.hours.size(), 50u);
    const auto& points = settings.entry_points;
    const auto english_way = std::ranges::find(points, entry_point.value(), &EntryPointSettings::id);
    ASSERT_NE(english_way, points.end());
    EXPECT_EQ(english_way->required, 3u);
    EXPECT_EQ(settings.agents.size(), 3u);
    ASSERT_EQ(directory.sites.size(), 1u);
    EXPECT_EQ(directory.sites[0].entry_point_for("en"), entry_point.value());
    EXPECT_TRUE(directory.sites[0].entry_point_for("fr").is_nil());
    EXPECT_EQ(directory.skills, (std::vector<std::string>{"fr", "en"}));
}

TEST(Directory, has_a_higher_version_after_each_change_and_after_a_month) {
    Office office;
    std::uint64_t before = office.version();
    const auto changed = [&] {
        const std::uint64_t now = office.version();
        const bool higher = now > before;
        before = now;
        return higher;
    };
    EXPECT_FALSE(changed());
    ASSERT_TRUE(office::set_seats_max(office.database, office.centre.centre, 4).ok());
    EXPECT_TRUE(changed());
    ASSERT_TRUE(office.accounts.set_disabled(office.email(0), true).ok());
    EXPECT_TRUE(changed());
    ASSERT_TRUE(
        office::set_hours(office.database, office.centre.centre, office.centre.queue, {"Europe/London", false, {}, {}})
            .ok());
    EXPECT_TRUE(changed());
    ASSERT_TRUE(office.accounts.set_password(office.email(0), "another password").ok());
    EXPECT_FALSE(changed());
    EXPECT_GT(office.version(at(0) + std::chrono::days{30}), before);
    EXPECT_EQ(office::settings_version(office.database, id<CentreId>(1), at(0)).error().problem, Problem::unknown);
}

TEST(Administration, refuses_with_a_reason) {
    Office office;
    const CentreId centre = office.centre.centre;
    EXPECT_EQ(office::add_centre(office.database, "Centre", 3, at(0)).error().problem, Problem::exists);
    EXPECT_EQ(office::add_centre(office.database, "", 3, at(0)).error().problem, Problem::not_allowed);
    EXPECT_EQ(office::add_centre(office.database, "Other", 21, at(0)).error().problem, Problem::not_allowed);
    EXPECT_EQ(office::find_centre(office.database, "Nowhere").error().problem, Problem::unknown);
    office::QueueToAdd queue;
    queue.name = "Advice";
    EXPECT_EQ(office::add_queue(office.database, centre, queue, at(0)).error().problem, Problem::exists);
    queue.name = "Nowhere";
    queue.hours.zone = "Europe/Atlantis";
    EXPECT_EQ(office::add_queue(office.database, centre, queue, at(0)).error().problem, Problem::not_allowed);
    EXPECT_EQ(office::add_entry_point(office.database, centre, "x", id<QueueId>(9), 0, at(0)).error().problem,
              Problem::unknown);
    office::SiteToAdd site;
    site.key = "Bad Key";
    site.name = "x";
    EXPECT_EQ(office::add_site(office.database, centre, site, at(0)).error().problem, Problem::not_allowed);
    site.key = "good-key";
    for (const char* origin :
         {"shop.example", "https://shop.example/", "https://*", "https://", "javascript:alert(1)"}) {
        site.origins = {origin};
        EXPECT_EQ(office::add_site(office.database, centre, site, at(0)).error().problem, Problem::not_allowed)
            << origin;
    }
    site.origins = {"https://shop.example:8443"};
    site.theme = "[]";
    EXPECT_EQ(office::add_site(office.database, centre, site, at(0)).error().problem, Problem::not_allowed);
    site.theme = "{}";
    EXPECT_TRUE(office::add_site(office.database, centre, site, at(0)).ok());
    EXPECT_EQ(office::set_origins(office.database, "no-such", {}).error().problem, Problem::unknown);
}

TEST(Administration, counts_to_64_and_not_beyond) {
    Office office;
    for (int n = 2; n < 64; ++n) {
        ASSERT_TRUE(office::add_entry_point(office.database, office.centre.centre, std::to_string(n),
                                            office.centre.queue, 0, at(0))
                        .ok());
    }
    EXPECT_EQ(office::add_entry_point(office.database, office.centre.centre, "one more", office.centre.queue, 0, at(0))
                  .error()
                  .problem,
              Problem::not_allowed);
    for (int n = 0; n < 64; ++n)
        ASSERT_TRUE(office::add_skill(office.database, office.centre.centre, std::to_string(n)).ok());
    EXPECT_EQ(office::find_skills(office.database, office.centre.centre, {"63"}).value(), SkillSet{1} << 63);
    EXPECT_EQ(office::add_skill(office.database, office.centre.centre, "one more").error().problem,
              Problem::not_allowed);
}

TEST(History, answers_a_copy_with_its_original) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    for (std::uint32_t position = 1; position <= 250; ++position) rig.maker->add(line(chat, position, 0, "x"));
    ASSERT_TRUE(rig.store());
    office::Database database(rig.url, 1);
    const CentreId centre = rig.centre.centre;
    const MessageId message = line(chat, 7, 0, "").message;

    const auto by_conversation = office::find_message(database, centre, chat.id, message);
    ASSERT_TRUE(by_conversation.ok() && by_conversation.value().has_value());
    EXPECT_EQ(by_conversation.value()->position, 7u);
    EXPECT_EQ(by_conversation.value()->seq, 7u);
    EXPECT_EQ(by_conversation.value()->at, line(chat, 7, 0, "").at);
    const auto by_visitor = office::find_message(database, centre, chat.visitor, message);
    ASSERT_TRUE(by_visitor.ok() && by_visitor.value().has_value());
    EXPECT_EQ(by_visitor.value()->conversation, chat.id);
    EXPECT_FALSE(office::find_message(database, centre, id<VisitorId>(9), message).value().has_value());
    EXPECT_FALSE(office::find_message(database, centre, chat.id, id<MessageId>(9)).value().has_value());
    EXPECT_EQ(office::visitor_of(database, centre, chat.id).value(), chat.visitor);
    EXPECT_FALSE(office::visitor_of(database, centre, id<ConversationId>(9)).value().has_value());

    EXPECT_EQ(office::read_lines(database, centre, chat.id, 0, UINT32_MAX).value().size(), office::lines_a_page_max);
    const auto rest = office::read_lines(database, centre, chat.id, office::lines_a_page_max, UINT32_MAX).value();
    ASSERT_EQ(rest.size(), 50u);
    EXPECT_EQ(rest.front().position, office::lines_a_page_max + 1);
    EXPECT_EQ(office::read_lines(database, centre, chat.id, 5, 6).value().size(), 1u);

    // Every line has one byte: a page of so many lines, and one more page with the rest.
    EXPECT_EQ(office::read_lines(database, centre, chat.id, 0, UINT32_MAX, 100).value().size(), 100u);
    EXPECT_EQ(office::read_lines(database, centre, chat.id, 200, UINT32_MAX, 100).value().size(), 50u);
    EXPECT_EQ(office::read_lines(database, centre, chat.id, 0, UINT32_MAX, 1).value().size(), 1u);
}

TEST(History, lists_left_messages_until_they_are_done) {
    Rig rig(PrivateCluster::shared().fresh_database());
    Everything everything = test::everything(rig.centre);
    const std::uint64_t head = everything.batch.head_after;
    rig.journal->append(std::move(everything.batch));
    ASSERT_TRUE(rig.listener.wait_durable(head));
    office::Database database(rig.url, 1);
    const auto open = office::read_left_messages(database, rig.centre.centre, false).value();
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(*open[0].text, "Rappelez-moi");
    EXPECT_EQ(open[0].email, "zoe@example.org");
    EXPECT_EQ(open[0].phone, "+33102030405");
    EXPECT_EQ(open[0].conversation, id<ConversationId>(1));
    const auto done = office::read_left_messages(database, rig.centre.centre, true).value();
    ASSERT_EQ(done.size(), 1u);
    EXPECT_EQ(done[0].done_by, rig.centre.agents[1]);
    EXPECT_NE(done[0].done_at, Instant{});
    EXPECT_EQ(office::count_open_left_messages(database, rig.centre.centre).value(), 1u);
}

TEST(Exposure, adds_up_by_hour) {
    Office office;
    const Instant hour = std::chrono::floor<std::chrono::hours>(at(0));
    const office::Exposure one{office.centre.site, office.centre.entry_points[0], hour + Duration{5}, 4, 2, 1, 1, 1};
    office::Exposure later = one;
    later.at = hour + std::chrono::minutes{59};
    office::Exposure next = one;
    next.at = hour + std::chrono::hours{1};
    ASSERT_TRUE(office::add_exposures(office.database, office.centre.centre, std::vector{one, later}).ok());
    ASSERT_TRUE(office::add_exposures(office.database, office.centre.centre, std::vector{one, next}).ok());
    ASSERT_TRUE(office::add_exposures(office.database, office.centre.centre, {}).ok());
    pg::Connection connection(pg::ConnectOptions{.url = office.url});
    static constexpr pg::Query summed{
        "summed", "SELECT eligible, shown, not_shown_full, not_shown_closed, opened FROM exposure ORDER BY hour"};
    const pg::Rows rows = connection.run(summed);
    ASSERT_EQ(rows.count(), 2);
    EXPECT_EQ(rows.integer(0, 0), 12);
    EXPECT_EQ(rows.integer(0, 1), 6);
    EXPECT_EQ(rows.integer(0, 2), 3);
    EXPECT_EQ(rows.integer(0, 3), 3);
    EXPECT_EQ(rows.integer(0, 4), 3);
    EXPECT_EQ(rows.integer(1, 0), 4);
}

TEST(DemoCentre, is_filled_once_however_often) {
    const std::string url = PrivateCluster::shared().fresh_database();
    office::Database database(url, 1);
    office::Accounts accounts(database, cheap);
    office::DemoWishes wishes{{"http://localhost:8080"}, "agent password", "supervisor password", ""};
    const auto first = office::fill_demo_centre(database, accounts, wishes, at(0));
    ASSERT_TRUE(first.ok()) << first.error().text;
    EXPECT_EQ(first.value().sites, (std::vector<std::string>{"shop-fr", "shop-en"}));
    EXPECT_EQ(first.value().logins.size(), 3u);
    const auto session = accounts.sign_in(first.value().logins[0].email, "agent password", at(0)).value().value();

    wishes.origins = {"http://localhost:9090"};
    wishes.supervisor_password = "another password";
    const auto second = office::fill_demo_centre(database, accounts, wishes, at(0));
    ASSERT_TRUE(second.ok()) << second.error().text;
    EXPECT_EQ(second.value().centre, first.value().centre);
    EXPECT_TRUE(accounts.check(session.token, at(1)).value().has_value());
    EXPECT_TRUE(accounts.sign_in(first.value().logins[2].email, "another password", at(0)).value().ok());
    const auto directory = office::load_directory(database, first.value().centre, at(0));
    ASSERT_TRUE(directory.ok());
    EXPECT_EQ(directory.value().sites.size(), 2u);
    EXPECT_EQ(directory.value().sites[0].origins, wishes.origins);
    EXPECT_FALSE(directory.value().sites[1].entry_point_for("fr").is_nil());
}

TEST(Office, says_when_the_database_is_away) {
    office::Database database("host=/nowhere", 1);
    EXPECT_EQ(office::list_centres(database).error().problem, Problem::unreachable);
}

TEST(Office, says_busy_when_a_lock_is_held_for_too_long) {
    Office office;
    pg::Connection other(pg::ConnectOptions{.url = office.url});
    other.command("BEGIN; SELECT * FROM centre FOR UPDATE");
    EXPECT_EQ(office::set_seats_max(office.database, office.centre.centre, 2).error().problem, Problem::busy);
}

}  // namespace
}  // namespace relais::test
