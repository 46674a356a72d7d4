#include "app/command_line.hpp"

#include <chrono>
#include <cstdio>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "relais/simulation/replay.hpp"
#include "relais/simulation/simulate.hpp"

#include "app/serve.hpp"
#include "app/verb_words.hpp"
#include "app/verbs.hpp"

namespace relais {
namespace {

/// What the parser fills; one object lives until the chosen verb has run.
struct Chosen {
    std::string configuration_path;
    int exit_code = 0;
    std::string name;
    std::string email;
    std::uint32_t seats_max = 3;
    verbs::NewSite site;
    verbs::NewQueue queue;
    verbs::NewHours hours;
    verbs::NewUser user;
    verbs::SiteWishes site_wishes;
    verbs::QueueWishes queue_wishes;
    verbs::UserWishes user_wishes;
    verbs::WhatToForget forget;
    std::uint32_t acts = 20;
    bool one_time = false;
    verbs::DemoOptions demo;
    simulation::ReplayOptions replay;
    simulation::SimulateOptions simulate;
};

/// The file that is named, else that of this machine where there is one: a command without --config must not begin a
/// database of its own beside the one that the service uses.
std::string configuration_path(const Chosen& chosen) {
    if (!chosen.configuration_path.empty()) return chosen.configuration_path;
    return ::access(configuration_of_the_machine, F_OK) == 0 ? configuration_of_the_machine : "";
}

/// Loads the configuration and runs `work` with it.
template <class Work>
void with_file(Chosen& chosen, const std::string& path, Work work) {
    auto loaded = load_configuration(path);
    if (!loaded) {
        (void)verbs::failed(loaded.error().text);
        chosen.exit_code = 2;
        return;
    }
    chosen.exit_code = work(loaded.value());
}

template <class Work>
void with_configuration(Chosen& chosen, Work work) {
    with_file(chosen, configuration_path(chosen), std::move(work));
}

void add_configuration_option(CLI::App& verb, Chosen& chosen) {
    verb.add_option(
        "--config", chosen.configuration_path,
        "the configuration file (TOML); without it /etc/relais/relais.toml where there is one, else the defaults");
}

CLI::App* add_verb(CLI::App& parent, Chosen& chosen, const std::string& name, const std::string& about) {
    CLI::App* verb = parent.add_subcommand(name, about);
    add_configuration_option(*verb, chosen);
    return verb;
}

void add_serving(CLI::App& program, Chosen& chosen) {
    CLI::App* serving = add_verb(program, chosen, "serve", "run the daemon");
    serving->callback([&chosen] {
        with_configuration(chosen, [](const Configuration& configuration) {
            ServeOptions options;
            options.configuration = configuration;
            return serve(std::move(options));
        });
    });
    CLI::App* demo = add_verb(program, chosen, "demo", "run a filled demonstration centre on its own data");
    demo->add_option("--port", chosen.demo.port, "the port on 127.0.0.1")->check(CLI::Range(1, 65535));
    demo->callback([&chosen] {
        // Not the machine's file: a demonstration has nothing to do with a service that may run here.
        with_file(chosen, chosen.configuration_path,
                  [&](const Configuration& configuration) { return verbs::demo(configuration, chosen.demo); });
    });
    CLI::App* check =
        add_verb(program, chosen, "check-config", "check a configuration file and print it as understood");
    check->callback([&chosen] { chosen.exit_code = verbs::check_configuration(configuration_path(chosen)); });
    CLI::App* migrating = add_verb(program, chosen, "migrate", "bring the schema up to date");
    migrating->callback([&chosen] { with_configuration(chosen, verbs::migrate_storage); });
}

void add_centres(CLI::App& program, Chosen& chosen) {
    CLI::App* centre = program.add_subcommand("centre", "centres")->require_subcommand(1);
    CLI::App* add = add_verb(*centre, chosen, "add", "a new centre");
    add->add_option("name", chosen.name, "its name")->required();
    add->add_option("--seats-max", chosen.seats_max, "no agent has more seats (1 to 20)");
    add->callback([&chosen] {
        with_configuration(chosen,
                           [&](const Configuration& c) { return verbs::add_centre(c, chosen.name, chosen.seats_max); });
    });
    CLI::App* change = add_verb(*centre, chosen, "set", "change a centre");
    change->add_option("name", chosen.name, "its name")->required();
    change->add_option("--seats-max", chosen.seats_max, "no agent has more seats (1 to 20)")->required();
    change->callback([&chosen] {
        with_configuration(
            chosen, [&](const Configuration& c) { return verbs::change_centre(c, chosen.name, chosen.seats_max); });
    });
    add_verb(*centre, chosen, "list", "all centres")->callback([&chosen] {
        with_configuration(chosen, verbs::list_centres);
    });
}

/// Options of which one at least is given.
CLI::Option_group* changes(CLI::App& verb) {
    CLI::Option_group* group = verb.add_option_group("what changes", "one at least; the rest stays");
    group->require_option(1, 0);
    return group;
}

void add_queue_change(CLI::App& queue, Chosen& chosen) {
    verbs::QueueWishes& wishes = chosen.queue_wishes;
    CLI::App* change = add_verb(queue, chosen, "set", "change a queue");
    change->add_option("name", wishes.name, "its name")->required();
    change->add_option("--centre", wishes.centre, "the centre, when there are several");
    auto* group = changes(*change);
    group->add_option("--places", wishes.places, "how many may wait before the button goes; 0: none");
    group->add_option("--name", wishes.new_name, "another name");
    group->add_option("--priority", wishes.priority, "0, served first, to 9");
    group->add_option("--target", wishes.target_s, "the wait that is promised, in seconds");
    group->add_option("--wrap-up", wishes.wrap_up_s, "seconds that the seat is held after the end");
    auto* accepts = group->add_flag_callback(
        "--auto-accept", [&wishes] { wishes.auto_accept = true; }, "chats start without asking the agent");
    group
        ->add_flag_callback(
            "--no-auto-accept", [&wishes] { wishes.auto_accept = false; }, "the agent is asked first")
        ->excludes(accepts);
    change->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::change_queue(c, chosen.queue_wishes); });
    });
}

void add_queues(CLI::App& program, Chosen& chosen) {
    CLI::App* queue = program.add_subcommand("queue", "queues")->require_subcommand(1);
    CLI::App* new_queue = add_verb(*queue, chosen, "add", "a new queue");
    new_queue->add_option("name", chosen.queue.name, "its name")->required();
    new_queue->add_option("--centre", chosen.queue.centre, "the centre, when there are several");
    new_queue->add_option("--places", chosen.queue.places, "how many may wait before the button goes; 0: none");
    new_queue->add_flag("--auto-accept", chosen.queue.auto_accept, "chats start without asking the agent");
    new_queue->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::add_queue(c, chosen.queue); });
    });
    add_queue_change(*queue, chosen);
    CLI::App* hours = add_verb(*queue, chosen, "hours", "when a queue is open; replaces what was set before");
    hours->add_option("name", chosen.hours.queue, "its name")->required();
    hours
        ->add_option("--week", chosen.hours.week,
                     "always, or \"mon-fri 09:00-12:30 14:00-18:00\"; may be given several times")
        ->required();
    hours->add_option("--date", chosen.hours.dates,
                      "an exception: \"2026-12-25 closed\" or \"2026-12-24 09:00-12:00\"; may be given several times");
    hours->add_option("--zone", chosen.hours.zone, "IANA time zone; default Europe/Paris");
    hours->add_option("--centre", chosen.hours.centre, "the centre, when there are several");
    hours->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::set_hours(c, chosen.hours); });
    });
    CLI::App* queues = add_verb(*queue, chosen, "list", "the queues of a centre");
    queues->add_option("--centre", chosen.queue.centre, "the centre, when there are several");
    queues->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::list_queues(c, chosen.queue.centre); });
    });
}

void add_sites(CLI::App& program, Chosen& chosen) {
    CLI::App* site = program.add_subcommand("site", "web sites")->require_subcommand(1);
    CLI::App* new_site = add_verb(*site, chosen, "add", "a new site");
    new_site->add_option("key", chosen.site.key, "in the page's snippet: a-z, 0-9 and -")->required();
    new_site->add_option("--centre", chosen.site.centre, "the centre, when there are several");
    new_site->add_option("--name", chosen.site.name, "for people; without it the key");
    new_site->add_option("--queue", chosen.site.queue, "where its visitors wait, when there are several");
    new_site
        ->add_option("--origin", chosen.site.origins,
                     "pages that may connect, such as https://shop.example; repeat it for more")
        ->required();
    new_site
        ->add_option("--language", chosen.site.languages, "fr or en, the first for everybody else; repeat it for more")
        ->default_val(std::vector<std::string>{"fr"});
    new_site->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::add_site(c, chosen.site); });
    });
    CLI::App* change = add_verb(*site, chosen, "set", "change a site");
    change->add_option("key", chosen.site_wishes.key, "of the site")->required();
    auto* group = changes(*change);
    group->add_option("--name", chosen.site_wishes.name, "another name");
    group->add_option("--origin", chosen.site_wishes.origins,
                      "pages that may connect; repeat it for more, they replace all that were set before");
    group->add_option("--queue", chosen.site_wishes.queue, "where its visitors wait from now on");
    change->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::change_site(c, chosen.site_wishes); });
    });
    add_verb(*site, chosen, "list", "all sites")->callback([&chosen] {
        with_configuration(chosen, verbs::list_sites);
    });
}

void add_user_change(CLI::App& user, Chosen& chosen) {
    verbs::UserWishes& wishes = chosen.user_wishes;
    CLI::App* change = add_verb(user, chosen, "set", "change a person; another role ends the sessions");
    change->add_option("email", wishes.email, "who")->required();
    auto* group = changes(*change);
    group->add_option("--name", wishes.name, "as colleagues and visitors see it");
    group->add_option("--role", wishes.role, "agent, supervisor or admin");
    group->add_option("--seats", wishes.seats, "live chats at a time");
    auto* skills = group->add_option("--skill", wishes.skills,
                                     "such as fr; repeat it for more, they replace all that were set before");
    group->add_flag("--no-skills", wishes.no_skills, "no skill at all")->excludes(skills);
    group->add_option("--language", wishes.language, "of the console: fr or en");
    change->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::change_user(c, chosen.user_wishes); });
    });
}

void add_users(CLI::App& program, Chosen& chosen) {
    CLI::App* user = program.add_subcommand("user", "people who sign in")->require_subcommand(1);
    CLI::App* add = add_verb(*user, chosen, "add", "a new person; the password is read from standard input");
    add->add_option("email", chosen.user.email, "to sign in with")->required();
    add->add_option("--name", chosen.user.name, "as colleagues and visitors see it")->required();
    add->add_option("--centre", chosen.user.centre, "the centre, when there are several");
    add->add_option("--role", chosen.user.role, "agent, supervisor or admin");
    add->add_option("--seats", chosen.user.seats, "live chats at a time");
    add->add_option("--skill", chosen.user.skills, "such as fr or en; repeat it for more");
    add->add_option("--language", chosen.user.language, "of the console: fr or en");
    add->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::add_user(c, chosen.user); });
    });
    CLI::App* password =
        add_verb(*user, chosen, "passwd", "set a password, read from standard input; ends the person's sessions");
    password->add_option("email", chosen.email)->required();
    password->add_flag("--one-time", chosen.one_time,
                       "make one that is good for one sign-in within three days, and print it");
    password->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) {
            return chosen.one_time ? verbs::make_password(c, chosen.email) : verbs::set_password(c, chosen.email);
        });
    });
    add_user_change(*user, chosen);
    CLI::App* acts = add_verb(*user, chosen, "acts",
                              "what was done to people's accounts, and by hand by supervisors; the newest first");
    acts->add_option("--centre", chosen.user.centre, "the centre, when there are several");
    acts->add_option("--limit", chosen.acts, "how many, 1 to 1000; without it 20")->check(CLI::Range(1, 1000));
    acts->callback([&chosen] {
        with_configuration(
            chosen, [&](const Configuration& c) { return verbs::list_acts(c, chosen.user.centre, chosen.acts); });
    });
    CLI::App* list = add_verb(*user, chosen, "list", "the people of a centre");
    list->add_option("--centre", chosen.user.centre, "the centre, when there are several");
    list->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) { return verbs::list_users(c, chosen.user.centre); });
    });
    for (const bool disabled : {true, false}) {
        CLI::App* verb = add_verb(*user, chosen, disabled ? "disable" : "enable",
                                  disabled ? "nobody signs in as this person any more" : "undo disable");
        verb->add_option("email", chosen.email)->required();
        verb->callback([&chosen, disabled] {
            with_configuration(chosen,
                               [&](const Configuration& c) { return verbs::disable_user(c, chosen.email, disabled); });
        });
    }
}

void add_forget(CLI::App& program, Chosen& chosen) {
    verbs::WhatToForget& what = chosen.forget;
    CLI::App* forget = add_verb(program, chosen, "forget", "take out what visitors wrote and who they were, for good");
    auto* which = forget->add_option_group("what goes", "one of the two");
    which
        ->add_option("--older-than", what.older_than_days,
                     "days: of conversations that ended, and left messages that were done, longer ago; 1 at least")
        ->check(CLI::Range(1, 36'500));
    which->add_option("--visitor", what.visitor,
                      "all of one: the id of the visitor, of a conversation or of a left message");
    which->require_option(1);
    forget->add_option("--centre", what.centre, "the centre, when there are several");
    forget->add_flag("--dry-run", what.dry_run, "only say how much it would be");
    forget->callback([&chosen] {
        with_configuration(chosen, [&](const Configuration& c) {
            return chosen.forget.older_than_days ? verbs::forget_old(c, chosen.forget)
                                                 : verbs::forget_visitor(c, chosen.forget);
        });
    });
}

int print(const simulation::Report& report) {
    std::fputs(report.out.c_str(), stdout);
    std::fputs(report.err.c_str(), stderr);
    return report.exit_code;
}

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void add_simulate(CLI::App& program, Chosen& chosen) {
    simulation::SimulateOptions& options = chosen.simulate;
    CLI::App* simulate = program.add_subcommand(
        "simulate", "days of a centre in seconds, with faults, held to the rules; exit code 1: a rule was broken");
    simulate->add_option("--seed", options.seed, "decides everything");
    simulate->add_option("--hours", options.hours, "simulated");
    simulate->add_option("--agents", options.agents);
    simulate->add_option("--seats", options.seats, "of each agent");
    simulate->add_option("--visitors-per-hour", options.visitors_per_hour);
    simulate->add_option("--faults", options.faults, "all, none, or names with commas");
    simulate->add_option("--break", options.break_rule, "break one rule on purpose; LIST prints them");
    simulate->add_option("--trace", options.trace_file, "write every frame to this file");
    simulate->add_flag("--json", options.json, "one JSON object on one line");
    simulate->callback([&chosen] { chosen.exit_code = print(simulation::simulate(chosen.simulate, steady_seconds)); });
}

void add_replay(CLI::App& program, Chosen& chosen) {
    CLI::App* replay =
        program.add_subcommand("replay", "what every wait would have been: the floor over real arrivals");
    replay->add_option("file", chosen.replay.file, "CSV rows arrive_s,handle_s[,patience_s]")->required();
    replay->add_option("--agents", chosen.replay.agents, "always present");
    replay->add_option("--seats", chosen.replay.seats, "of each agent");
    replay->add_option("--out", chosen.replay.waits_file, "one row arrive_s,wait_s,outcome,agent for each arrival");
    replay->add_flag("--json", chosen.replay.json, "the summary as one JSON object on one line");
    replay->callback([&chosen] { chosen.exit_code = print(simulation::replay(chosen.replay)); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App program("Relais, the contact-centre server", "relais");
    program.set_version_flag("--version", RELAIS_VERSION);
    program.require_subcommand(1);
    Chosen chosen;
    add_serving(program, chosen);
    add_centres(program, chosen);
    add_queues(program, chosen);
    add_sites(program, chosen);
    add_users(program, chosen);
    add_forget(program, chosen);
    add_simulate(program, chosen);
    add_replay(program, chosen);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? 0 : 2;
    }
    return chosen.exit_code;
}

}  // namespace relais
