// From the start of the daemon to its first answer, with thousands of conversations open: after an orderly end, when
// PostgreSQL starts too, and after the daemon was killed, when it finds PostgreSQL running.
#include "load/support/chats.hpp"
#include "load/support/report.hpp"

namespace relais::load {
namespace {

constexpr std::uint32_t agents = 250;
constexpr std::uint32_t seats = 20;  // the most a centre may give: 5,000 conversations

int restart(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 5}});
    Report report("restart");
    Loop loop;
    Centre centre(Staff{agents, seats});
    const Parameters empty{{"conversations", 0}};
    report.add({"start_to_accepting", "relais", "ms", empty}, ms_of(centre.start()));
    const ProductChats chats(loop, centre, agents);
    const Parameters full{{"conversations", static_cast<double>(chats.count())}};
    for (std::uint32_t round = 0; round < options.count("rounds"); ++round) {
        centre.stop();
        const Nanoseconds started = centre.start();
        report.add({"start_to_accepting", "relais", "ms", full}, ms_of(started));
        report.add({"P10", "relais", "s", full}, seconds_of(started));
        centre.kill();
        report.add({"kill_to_accepting", "relais", "ms", full}, ms_of(centre.start()));
    }
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::restart, argc, argv); }
