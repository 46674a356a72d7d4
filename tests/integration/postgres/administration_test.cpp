// Sites and queues are changed, and made, whole or not at all.
#include "relais/office/administration.hpp"

#include "relais/office/hours_text.hpp"

#include "office_rig.hpp"

namespace relais::test {
namespace {

using office::Problem;

struct House : Office {
    std::int64_t count(const std::string& query) {
        pg::Connection connection(pg::ConnectOptions{.url = url});
        return connection.run(pg::Query{"count", query}).integer(0, 0);
    }
    /// Whatever opening a site could leave behind.
    std::int64_t rows() {
        return count(
            "SELECT (SELECT count(*) FROM site) + (SELECT count(*) FROM entry_point) + (SELECT count(*) FROM skill) + "
            "(SELECT count(*) FROM site_entry_point)");
    }
    QueueId add_queue(const std::string& name) {
        office::QueueToAdd queue;
        queue.name = name;
        return office::add_queue(database, centre.centre, queue, at(0)).value();
    }
    auto open(const office::SiteToAdd& site, const std::string& queue = "") {
        return office::open_site(database, centre.centre, site, queue, at(0));
    }
    /// "name queue required", of each way in that the site's visitors take, in the order of languages.
    std::vector<std::string> ways_in(const std::string& key) {
        const office::Directory directory = load();
        std::vector<std::string> found;
        for (const office::Site& site : directory.sites) {
            if (site.key != key) continue;
            for (const auto& [language, id] : site.entry_points) {
                for (const EntryPointSettings& way : directory.settings->entry_points) {
                    if (way.id != id) continue;
                    for (const QueueSettings& queue : directory.settings->queues) {
                        if (queue.id == way.queue)
                            found.push_back(way.name + ", " + queue.name + ", " + std::to_string(way.required));
                    }
                }
            }
        }
        return found;
    }
};

office::SiteToAdd jardin() {
    office::SiteToAdd site;
    site.key = "jardin";
    site.name = "Jardin";
    site.origins = {"https://shop.example"};
    site.languages = {"fr", "en"};
    return site;
}

TEST(OpenSite, makes_a_way_in_for_each_language) {
    House house;
    ASSERT_TRUE(house.open(jardin()).ok());
    EXPECT_EQ(house.ways_in("jardin"), (std::vector<std::string>{"Jardin en, Advice, 2", "Jardin fr, Advice, 1"}));
}

TEST(OpenSite, leaves_nothing_behind_when_it_fails_half_way) {
    House house;
    const std::int64_t before = house.rows();
    const std::uint64_t version = house.version();
    office::SiteToAdd site = jardin();
    site.languages = {"fr", "german"};  // the site and its first way in are made by then
    const auto refused = house.open(site);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, Problem::not_allowed);
    EXPECT_EQ(refused.error().text, "the widget speaks fr and en");
    EXPECT_EQ(house.rows(), before);
    EXPECT_EQ(house.version(), version) << "a daemon that loads now would find half a site";

    site = jardin();
    site.name = std::string(78, 'x');  // a name for a site, but not for its ways in
    EXPECT_EQ(house.open(site).error().problem, Problem::not_allowed);
    EXPECT_EQ(house.open(jardin(), "Nowhere").error().problem, Problem::unknown);
    EXPECT_EQ(house.rows(), before);
    house.add_queue("Orders");
    EXPECT_EQ(house.open(jardin()).error().problem, Problem::unknown) << "which of the two?";
    EXPECT_TRUE(house.open(jardin(), "Orders").ok());
    EXPECT_EQ(house.open(jardin(), "Orders").error().problem, Problem::exists);
}

TEST(ChangeSite, changes_what_is_named_and_nothing_else) {
    House house;
    ASSERT_TRUE(house.open(jardin()).ok());
    house.add_queue("Orders");
    const auto change = [&](const office::SiteChange& wish) {
        const auto done = office::change_site(house.database, "jardin", wish, at(0));
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().text);
    };
    change({.name = "Verger"});
    EXPECT_EQ(house.ways_in("jardin"), (std::vector<std::string>{"Verger en, Advice, 2", "Verger fr, Advice, 1"}));
    change({.queue = "Orders"});
    EXPECT_EQ(house.ways_in("jardin"), (std::vector<std::string>{"Verger en, Orders, 2", "Verger fr, Orders, 1"}));
    change({.origins = std::vector<std::string>{"https://a.example", "https://b.example"}});
    const office::Directory directory = house.load();
    EXPECT_EQ(directory.sites[0].name, "Verger");
    EXPECT_EQ(directory.sites[0].origins, (std::vector<std::string>{"https://a.example", "https://b.example"}));
}

TEST(ChangeSite, is_refused_whole) {
    House house;
    ASSERT_TRUE(house.open(jardin()).ok());
    const auto refusal = [&](const std::string& key, const office::SiteChange& wish) {
        const auto done = office::change_site(house.database, key, wish, at(0));
        return done.ok() ? std::string{} : done.error().text;
    };
    EXPECT_EQ(refusal("nowhere", {.name = "x"}), "there is no site nowhere");
    EXPECT_EQ(refusal("jardin", {.name = "Verger", .queue = "Nowhere"}), "no queue Nowhere in this centre");
    EXPECT_NE(refusal("jardin", {.origins = std::vector<std::string>{"shop.example"}}), "");
    EXPECT_NE(refusal("jardin", {.name = std::string(79, 'x')}), "");
    EXPECT_EQ(house.ways_in("jardin"), (std::vector<std::string>{"Jardin en, Advice, 2", "Jardin fr, Advice, 1"}));
}

TEST(ChangeSite, gives_a_site_its_missing_ways_in_and_moves_no_other_site) {
    House house;  // its site has no way in
    const std::string key = house.load().sites[0].key;
    const auto lead = [&] { return office::change_site(house.database, key, {.queue = "Advice"}, at(0)); };
    ASSERT_TRUE(lead().ok());
    EXPECT_EQ(house.ways_in(key), std::vector<std::string>{"Shop fr, Advice, 1"});
    const auto beside = office::add_site(house.database, house.centre.centre, jardin(), at(0)).value();
    const EntryPointId shared = house.load().sites[1].entry_point_for("fr");
    ASSERT_TRUE(office::set_site_entry_point(house.database, house.centre.centre, beside, "fr", shared).ok());
    const auto refused = lead();
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.find("jardin"), std::string::npos);
}

TEST(ChangeQueue, changes_what_is_named_and_nothing_else) {
    House house;
    const CentreId centre = house.centre.centre;
    const auto read = [&] { return office::list_queues(house.database, centre).value().at(0); };
    const auto change = [&](const office::QueueChange& wish) {
        return office::change_queue(house.database, centre, read().name, wish);
    };
    ASSERT_TRUE(change({.places = 7}).ok());
    EXPECT_EQ(read().places, 7u);
    EXPECT_EQ(read().target, std::chrono::seconds{15});
    ASSERT_TRUE(change({.name = "Conseil",
                        .priority = 9,
                        .offer_mode = OfferMode::auto_accepted,
                        .target = std::chrono::seconds{20},
                        .wrap_up = std::chrono::seconds{30}})
                    .ok());
    EXPECT_EQ(read().name, "Conseil");
    EXPECT_EQ(read().places, 7u);
    EXPECT_EQ(read().priority, 9u);
    EXPECT_EQ(read().offer_mode, OfferMode::auto_accepted);
    EXPECT_EQ(read().target, std::chrono::seconds{20});
    EXPECT_EQ(read().wrap_up, std::chrono::seconds{30});

    EXPECT_TRUE(change({.places = 10'000}).ok());
    EXPECT_EQ(change({.places = 10'001}).error().text, "a queue has 0 to 10000 places");
    EXPECT_EQ(change({.places = 4'000'000'000}).error().problem, Problem::not_allowed);
    EXPECT_EQ(change({.priority = 10}).error().text, "a priority is 0, served first, to 9");
    EXPECT_EQ(change({.target = Duration{0}}).error().text, "a target is 1 to 3600 seconds");
    EXPECT_EQ(change({.wrap_up = std::chrono::seconds{3601}}).error().text, "a wrap-up has 0 to 3600 seconds");
    EXPECT_EQ(office::change_queue(house.database, centre, "Nowhere", {.places = 1}).error().problem, Problem::unknown);
    house.add_queue("Orders");
    EXPECT_EQ(change({.name = "Orders"}).error().problem, Problem::exists);
}

TEST(Names, are_refused_wherever_the_console_would_refuse_them) {
    House house;
    ASSERT_TRUE(house.open(jardin()).ok());
    const CentreId centre = house.centre.centre;
    const std::int64_t before = house.rows();
    for (const std::string& bad : {std::string("Jar\ndin"), std::string("\x1b[2J"), std::string("\u202eJardin"),
                                   std::string("   "), std::string("\xff"), std::string()}) {
        const std::string why = "a name has 1 to 80 characters on one line, not only blanks";
        EXPECT_EQ(office::add_centre(house.database, bad, 3, at(0)).error().text, why);
        office::QueueToAdd queue;
        queue.name = bad;
        EXPECT_EQ(office::add_queue(house.database, centre, queue, at(0)).error().text, why);
        EXPECT_EQ(office::change_queue(house.database, centre, "Advice", {.name = bad}).error().text, why);
        office::SiteToAdd site = jardin();
        site.key = "verger";
        site.name = bad;
        EXPECT_EQ(house.open(site).error().text, why);
        EXPECT_EQ(office::change_site(house.database, "jardin", {.name = bad}, at(0)).error().text, why);
        EXPECT_EQ(office::add_entry_point(house.database, centre, bad, house.centre.queue, 0, at(0)).error().text, why);
        EXPECT_EQ(office::add_skill(house.database, centre, bad).error().problem, Problem::not_allowed);
        office::Account account;
        account.centre = centre;
        account.email = "zoe@jardin.example";
        account.name = bad;
        EXPECT_EQ(house.accounts.create(account, "longenough", at(0)).error().text, why);
    }
    EXPECT_EQ(house.rows(), before);
}

TEST(Origins, are_those_that_browsers_send_and_no_others) {
    House house;
    ASSERT_TRUE(house.open(jardin()).ok());
    const auto refusal = [&](const std::string& origin) {
        const office::SiteChange wish{.origins = std::vector<std::string>{origin}};
        const auto done = office::change_site(house.database, "jardin", wish, at(0));
        return done.ok() ? std::string{} : done.error().text;
    };
    for (const char* bad : {"https://a\nb", "https://a\x1b[2J", "https://é.example", "https://x:", "https://x:65536",
                            "https://x:080", "https://[", "https://x\"y", "https://user@x", "null"})
        EXPECT_NE(refusal(bad), "") << bad;
    EXPECT_EQ(refusal("HTTPS://Shop.Example:443"),
              "origin HTTPS://Shop.Example:443: accepted are scheme, host and port, such as https://shop.example; "
              "browsers write this one https://shop.example");
    EXPECT_NE(refusal("http://shop.example:80"), "");
    for (const char* good : {"https://shop.example", "http://shop.example:443", "http://[::1]:8080"})
        EXPECT_EQ(refusal(good), "") << good;
}

TEST(Queues, are_listed_with_the_hours_that_were_set) {
    House house;
    const std::vector<std::string> week{"mon 09:00-12:30 13:30-18:00", "sat 10:00-24:00"};
    const std::vector<std::string> dates{"2027-07-14 closed"};
    const auto hours = office::parse_hours("Europe/Madrid", week, dates).value();
    ASSERT_TRUE(office::set_hours(house.database, house.centre.centre, house.centre.queue, hours).ok());
    const auto listed = office::list_queues(house.database, house.centre.centre).value().at(0);
    EXPECT_EQ(listed.hours.zone, "Europe/Madrid");
    EXPECT_EQ(office::week_lines(listed.hours), week);
    EXPECT_EQ(office::date_lines(listed.hours), dates);
}

}  // namespace
}  // namespace relais::test
