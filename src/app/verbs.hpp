// What each verb does, after the command line was understood. All give the exit code and print for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/configuration.hpp"

namespace relais::verbs {

int check_configuration(const std::string& path);
int migrate_storage(const Configuration& configuration);

int add_centre(const Configuration& configuration, const std::string& name, std::uint32_t seats_max);
int change_centre(const Configuration& configuration, const std::string& name, std::uint32_t seats_max);
int list_centres(const Configuration& configuration);

struct NewSite {
    std::string centre;
    std::string key;
    std::string name;
    std::string queue;
    std::vector<std::string> origins;
    std::vector<std::string> languages;
};
/// With a way in for each language, which asks for the skill of that name.
int add_site(const Configuration& configuration, const NewSite& site);

/// What is named changes, the rest stays.
struct SiteWishes {
    std::string key;
    std::optional<std::string> name;
    std::optional<std::string> queue;
    std::vector<std::string> origins;  // all of them; none: as they are
};
int change_site(const Configuration& configuration, const SiteWishes& wishes);
int list_sites(const Configuration& configuration);

struct NewQueue {
    std::string centre;
    std::string name;
    std::uint32_t places = 0;
    bool auto_accept = false;
};
struct NewHours {
    std::string centre;
    std::string queue;
    std::string zone;
    std::vector<std::string> week;
    std::vector<std::string> dates;
};

int add_queue(const Configuration& configuration, const NewQueue& queue);

/// What is named changes, the rest stays.
struct QueueWishes {
    std::string centre;
    std::string name;
    std::optional<std::string> new_name;
    std::optional<std::uint32_t> places;
    std::optional<std::uint32_t> priority;
    std::optional<std::uint32_t> target_s;
    std::optional<std::uint32_t> wrap_up_s;
    std::optional<bool> auto_accept;
};
int change_queue(const Configuration& configuration, const QueueWishes& wishes);
int set_hours(const Configuration& configuration, const NewHours& hours);
int list_queues(const Configuration& configuration, const std::string& centre);

struct NewUser {
    std::string centre;
    std::string email;
    std::string name;
    std::string role = "agent";
    std::string language = "fr";
    std::uint32_t seats = 3;
    std::vector<std::string> skills;
};
/// The password is read from standard input, one line.
int add_user(const Configuration& configuration, const NewUser& user);
int set_password(const Configuration& configuration, const std::string& email);
/// One that is good for one sign-in; printed.
int make_password(const Configuration& configuration, const std::string& email);

/// What is named changes, the rest stays.
struct UserWishes {
    std::string email;
    std::optional<std::string> name;
    std::optional<std::string> role;
    std::optional<std::uint32_t> seats;
    std::optional<std::string> language;
    std::vector<std::string> skills;  // all of them; none: as they are
    bool no_skills = false;
};
int change_user(const Configuration& configuration, const UserWishes& wishes);
/// What was done to people's accounts, and by hand by supervisors: the newest first.
int list_acts(const Configuration& configuration, const std::string& centre, std::uint32_t most);
int list_users(const Configuration& configuration, const std::string& centre);
int disable_user(const Configuration& configuration, const std::string& email, bool disabled);

struct WhatToForget {
    std::string centre;
    std::string visitor;                           // an id
    std::optional<std::uint32_t> older_than_days;  // instead; 1 at least
    bool dry_run = false;
};
int forget_old(const Configuration& configuration, const WhatToForget& what);
int forget_visitor(const Configuration& configuration, const WhatToForget& what);

struct DemoOptions {
    std::uint16_t port = 8080;
};
int demo(Configuration configuration, const DemoOptions& options);

}  // namespace relais::verbs
