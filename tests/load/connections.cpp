// Sockets: what one costs that listens and one that chats, how fast a crowd comes in and comes back, how fast a change of
// availability reaches the last page, and what resting costs. A process may open 20,000 files here: 19,000 sockets.
#include <algorithm>
#include <cstdio>

#include "load/support/bare_chats.hpp"
#include "load/support/machine.hpp"
#include "load/support/pages.hpp"
#include "load/support/report.hpp"

namespace relais::load {
namespace {

constexpr std::size_t crowd_of_goals = 19'000;
constexpr std::size_t listeners_of_goals = 10'000;
constexpr std::size_t listeners_at_most = 11'400;  // RULES 6: 60 % of the sockets; the others must be able to chat
constexpr std::size_t warm_up = 200;
constexpr Nanoseconds in_within = 60 * a_second;

Parameters sockets(std::size_t listening, std::size_t others) {
    return {{"listening", static_cast<double>(listening)}, {"looking", static_cast<double>(others)}};
}

void tell(Report& report, const std::string& name, const char* party, const Parameters& parameters,
          const Pages::Opened& opened) {
    report.add({name + "_served", party, "sockets", parameters}, static_cast<double>(opened.served));
    report.add({name + "_told_to_poll", party, "sockets", parameters}, static_cast<double>(opened.told_to_poll));
    report.add({name + "_refused", party, "sockets", parameters}, static_cast<double>(opened.refused));
    report.add({name + "_lost", party, "sockets", parameters}, static_cast<double>(opened.lost));
    report.add({name + "_s", party, "s", parameters}, seconds_of(opened.took));
}

/// CPU of a daemon that only answers pings.
double idle_percent(Pages& pages, const Centre& centre, Nanoseconds time) {
    const double before = cpu_of(centre.daemon());
    pages.rest(time);
    return 100 * (cpu_of(centre.daemon()) - before) / seconds_of(time);
}

void memory_and_rest(Loop& loop, Report& report, const Options& options) {
    Centre centre(Staff{2, 3});
    (void)centre.start();
    const double idle_alone = cpu_of(centre.daemon());
    Pages pages(loop, centre);
    (void)pages.open(warm_up, Visitor::Wish::listen, in_within);
    (void)pages.open(warm_up, Visitor::Wish::look, in_within);
    const double before = memory_of(centre.daemon());
    const Pages::Opened opened = pages.open(listeners_of_goals - warm_up, Visitor::Wish::listen, in_within);
    pages.rest(2 * a_second);
    const double at_ten_thousand = memory_of(centre.daemon());
    const auto listening = static_cast<double>(opened.served);
    report.add({"P6", "relais", "KiB", {{"listening", static_cast<double>(listeners_of_goals)}}},
               (at_ten_thousand - before) / listening / 1024);
    report.add({"connect_cpu", "relais", "us", sockets(listeners_of_goals, warm_up)},
               (cpu_of(centre.daemon()) - idle_alone) * 1e6 / static_cast<double>(listeners_of_goals + warm_up));

    const double idle = idle_percent(pages, centre, options.seconds("idle_s"));
    report.add({"idle_cpu", "relais", "%", sockets(listeners_of_goals, warm_up)}, idle);
    report.add({"P9", "relais", "%", {{"scaled_to", static_cast<double>(crowd_of_goals)}}},
               idle * static_cast<double>(crowd_of_goals) / static_cast<double>(listeners_of_goals + warm_up));

    (void)pages.open(listeners_at_most - listeners_of_goals, Visitor::Wish::listen, in_within);
    const std::size_t looking = crowd_of_goals - listeners_at_most - warm_up;
    const double before_looking = memory_of(centre.daemon());
    const Pages::Opened more = pages.open(looking, Visitor::Wish::look, in_within);
    pages.rest(2 * a_second);
    report.add({"memory_a_looking_page", "relais", "KiB", sockets(listeners_at_most, looking + warm_up)},
               (memory_of(centre.daemon()) - before_looking) / static_cast<double>(more.served) / 1024);
    report.add({"idle_cpu", "relais", "%", sockets(listeners_at_most, looking + warm_up)},
               idle_percent(pages, centre, options.seconds("idle_s")));
    report.add({"open_sockets", "relais", "sockets", {}}, static_cast<double>(pages.count_open()));
}

/// An agent goes and comes back; every open page must show it.
void spread(Loop& loop, Report& report, const Options& options) {
    Centre centre(Staff{1, 3});
    (void)centre.start();
    Crowd crowd(loop);
    Agent agent(crowd);
    agent.open(centre.agents_door(centre.cookies().front()));
    (void)loop.run(now_ns() + in_within, [&] { return agent.has_snapshot(); });
    agent.set_status("available");
    Pages pages(loop, centre);
    const std::size_t looking = crowd_of_goals - listeners_at_most - 10;
    const Pages::Opened opened = pages.open(listeners_at_most, looking, in_within);
    const Parameters parameters = sockets(listeners_at_most, looking);
    report.add({"spread_sockets", "relais", "sockets", parameters}, static_cast<double>(opened.served));
    bool open = true;
    for (std::uint32_t change = 0; change < options.count("changes"); ++change) {
        pages.rest(a_second);
        open = !open;
        const double before = cpu_of(centre.daemon());
        const Nanoseconds since = now_ns();
        agent.set_status(open ? "available" : "away");
        const Nanoseconds took = pages.until_all_see(open, since);
        if (took == 0) std::fprintf(stderr, "  a change did not reach every page\n");
        report.add({"spread_to_the_last", "relais", "ms", parameters}, ms_of(took));
        report.add({"spread_cpu", "relais", "us/page", parameters},
                   (cpu_of(centre.daemon()) - before) * 1e6 / static_cast<double>(opened.served));
    }
}

void storm(Loop& loop, Report& report, std::size_t listening) {
    Centre centre(Staff{1, 3});
    (void)centre.start();
    Pages pages(loop, centre);
    const std::size_t looking = crowd_of_goals - listening;
    const Parameters parameters = sockets(listening, looking);
    const double before = cpu_of(centre.daemon());
    const Pages::Opened opened = pages.open(listening, looking, in_within);
    tell(report, "storm", "relais", parameters, opened);
    report.add({"storm_cpu", "relais", "us/socket", parameters},
               (cpu_of(centre.daemon()) - before) * 1e6 / static_cast<double>(crowd_of_goals));
    if (listening == listeners_at_most) {
        const bool all_in = opened.served == crowd_of_goals;
        report.add({"P7", "relais", "s", parameters}, all_in ? seconds_of(opened.took) : 999);
    }
    centre.kill();
    const Nanoseconds accepting_after = centre.start();
    report.add({"kill_to_accepting", "relais", "ms", parameters}, ms_of(accepting_after));
    tell(report, "storm_again", "relais", parameters, pages.open_again(in_within));
}

void bare_storm(Loop& loop, Report& report) {
    constexpr std::uint32_t agents = 4'750;  // and three chats each: 19,000 sockets
    const BareProcess server(nullptr, agents * 3, false);
    const double before = cpu_of(server.process());
    const Nanoseconds begun = now_ns();
    const BareChats chats(loop, server.port(), agents, 3);
    report.add({"storm_s", "relay", "s", {{"sockets", agents * 4.0}}}, seconds_of(now_ns() - begun));
    report.add({"storm_cpu", "relay", "us/socket", {{"sockets", agents * 4.0}}},
               (cpu_of(server.process()) - before) * 1e6 / (agents * 4.0));
    report.add({"memory_a_socket", "relay", "KiB", {{"sockets", agents * 4.0}}},
               memory_of(server.process()) / (agents * 4.0) / 1024);
}

/// 20 seats an agent, the most a centre may give: chats are what costs here, not agents.
void chatting_memory(Loop& loop, Report& report, std::uint32_t agents) {
    constexpr std::uint32_t seats = 20;
    Centre centre(Staff{agents, seats});
    (void)centre.start();
    const double before = memory_of(centre.daemon());
    const ProductChats chats(loop, centre, agents);
    const Parameters parameters{{"chats", static_cast<double>(chats.count())}, {"agents", agents}};
    report.add({"memory_a_chat", "relais", "KiB", parameters},
               (memory_of(centre.daemon()) - before) / static_cast<double>(chats.count()) / 1024);
}

int connections(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 3}, {"idle_s", 60}, {"changes", 10}, {"chats", 1}});
    Report report("connections");
    Loop loop;
    for (std::uint32_t round = 0; round < options.count("rounds"); ++round) {
        std::fprintf(stderr, "round %u\n", round + 1);
        bare_storm(loop, report);
        storm(loop, report, listeners_at_most);
        storm(loop, report, 0);
        spread(loop, report, options);
        memory_and_rest(loop, report, options);
        if (options["chats"] != 0) {
            chatting_memory(loop, report, 500);
            chatting_memory(loop, report, 900);
        }
    }
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::connections, argc, argv); }
